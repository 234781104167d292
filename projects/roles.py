"""Who may do what with projects, milestones and capacity."""

from record.roles import READ, Line

TABLE: dict[str, Line] = {
    # record                 officer              auditor  administrator
    "acknowledgement":        ("view add",          "view",  "view"),
    "baselinestatistic":      READ,
    "capacityestimate":       ("view add change",   "view",  "view"),
    "capacityphase":          ("view add change",   "view",  "view"),
    "chain":                  READ,
    "chainstage":             READ,
    "company":                ("view add change",   "view",  "view"),
    "conversion":             READ,
    "country":                READ,
    "countrystanding":        READ,
    "healthchange":           READ,
    "milestone":              ("view add change",   "view",  "view"),
    "milestoneforecast":      ("view add change",   "view",  "view"),
    "milestoneverification":  ("view add",          "view",  "view"),
    "mineral":                READ,
    "ownership":              ("view add change",   "view",  "view"),
    "partneragreement":       READ,
    "phasestart":             ("view add",          "view",  "view"),
    "predecessor":            ("view add",          "view",  "view"),
    "productionrecord":       ("view add change",   "view",  "view"),
    "project":                ("view add change",   "view",  "view"),
    "projectedoutput":        READ,
    "projectedphase":         READ,
    "projectfunding":         ("view add",          "view",  "view"),
    "projectionoverride":     ("view add",          "view",  "view"),
    "projectionrun":          READ,
    "rampupcurve":            ("view add",          "view",  "view"),
    "rampuppoint":            READ,
    "stagerisk":              ("view add",          "view",  "view"),
    "stageriskfinding":       READ,
    "watchedday":             READ,
}  # fmt: skip
