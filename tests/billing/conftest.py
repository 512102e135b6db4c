from tests.contracts import conftest as contracts

house, plant = contracts.house, contracts.plant
head, head_of_company, pki, trusted = (
    contracts.head,
    contracts.head_of_company,
    contracts.pki,
    contracts.trusted,
)
owner, owner_client, signer, specialist = (
    contracts.owner,
    contracts.owner_client,
    contracts.signer,
    contracts.specialist,
)
company_signs, owner_signs = contracts.company_signs, contracts.owner_signs
