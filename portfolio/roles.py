"""Who may do what with awards, their money, and files."""

from record.roles import READ, Line

TABLE: dict[str, Line] = {
    # record                 officer              auditor  administrator
    "agency":                 ("view add change",   "view",  "view"),
    "agencyalias":            READ,
    "agencyaward":            ("view add change",   "view",  "view"),
    "agencyentry":            ("view add",          "view",  "view"),
    "assignment":             ("view",              "view",  "view add change delete"),
    "capitalization":         ("view add change",   "view",  "view"),
    "commodityprice":         ("view add change",   "view",  "view"),
    "conditionevidence":      ("view add",          "view",  "view"),
    "conditionverification":  ("view add",          "view",  "view"),
    "deal":                   ("view add change",   "view",  "view"),
    "digest":                 ("",                  "view",  "view"),
    "entryversion":           READ,
    "exchangerate":           ("view add change",   "view",  "view"),
    "import":                 ("view add change",   "view",  "view"),
    "importmapping":          ("view add change",   "view",  "view"),
    "investment":             ("view add change",   "view",  "view"),
    "investmentevent":        ("view add change",   "view",  "view"),
    "investmentproject":      ("view add change",   "view",  "view"),
    "investmentstatus":       ("view add change",   "view",  "view"),
    "ledgercheckrun":         READ,
    "match":                  ("view add change",   "view",  "view"),
    "program":                ("view add change",   "view",  "view"),
    "programalias":           READ,
    "programterms":           ("view add change",   "view",  "view"),
    "securityprice":          ("view add change",   "view",  "view"),
    "terms":                  ("view add change",   "view",  "view"),
    "tranche":                ("view add change",   "view",  "view"),
    "tranchecondition":       ("view add",          "view",  "view"),
    "tranchedecision":        ("view add",          "view",  "view"),
    "transaction":            ("view add change",   "view",  "view"),
    "waiver":                 ("view add",          "view",  "view"),
    "waiverdecision":         ("view add",          "view",  "view"),
}  # fmt: skip
