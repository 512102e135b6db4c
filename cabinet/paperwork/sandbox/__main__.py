"""The script of the child: it fills a Word template, draws it as PDF, or looks for what is wrong in it.

__main__.py fill  FOLDER           template.docx and fields.json → result.docx
__main__.py print FOLDER FONTS     the same, and result.pdf
__main__.py check FOLDER           template.docx and known.json → a list of faults on stdout, as JSON
"""

import json
import sys
from pathlib import Path

# The isolated interpreter ignores PYTHONPATH, and the site need not be installed as a package.
sys.path.insert(0, str(Path(__file__).resolve().parents[3]))


def main(act: str, folder: Path, *more: str) -> None:
    if act in {"fill", "print"}:
        from cabinet.paperwork.sandbox.filling import fill

        fields = json.loads((folder / "fields.json").read_text("utf-8"))
        fill(folder / "template.docx", fields, folder / "result.docx")
        if act == "print":
            from cabinet.paperwork.sandbox.drawing import draw

            draw(folder / "result.docx", folder / "result.pdf", fonts=Path(more[0]))
    elif act == "check":
        from cabinet.paperwork.sandbox.checking import faults_of

        known = json.loads((folder / "known.json").read_text("utf-8"))
        print(json.dumps(faults_of(folder / "template.docx", known)))
    else:
        sys.exit("unknown act")


main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
