"""Checks an audit package: python check.py PACKAGE.zip. It needs Python alone, and asks nothing outside of the file."""

import csv
import hashlib
import io
import json
import sys
import zipfile


def problems(path: str) -> list[str]:
    """A sentence for each part that is not what the manifest, or the list of files, says."""
    found = []
    with zipfile.ZipFile(path) as package:
        manifest = json.loads(package.read("manifest.json"))
        found += manifest["problems"]
        hashes = {}
        for part in manifest["parts"]:
            try:
                content = package.read(part["path"])
            except (KeyError, zipfile.BadZipFile):
                found.append(part["path"] + " is missing or damaged.")
                continue
            hashes[part["path"]] = hashlib.sha256(content).hexdigest()
            if hashes[part["path"]] != part["sha256"] or len(content) != part["bytes"]:
                found.append(part["path"] + " is not what the manifest says.")
        foreign = set(package.namelist()) - hashes.keys() - {"manifest.json"}
        found += [one + " stands in no manifest." for one in sorted(foreign)]
        for row in csv.DictReader(io.StringIO(package.read("files.csv").decode())):
            if row["path"] and hashes.get(row["path"]) != row["sha256"]:
                found.append(row["path"] + " is not the file that was recorded.")
        found += chain_problems(package.read("chain.jsonl").decode().splitlines(), manifest["record_head"])
    return found


def chain_problems(lines: list[str], head: str) -> list[str]:
    """A sentence for the first recording that does not follow from the one before it: what is after rests on it."""
    previous = "0" * 64
    for line in lines:
        recorded = json.loads(line)
        content = recorded["content"]
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if content["previous_hash"] != previous:
            return [f"Recording {content['serial']} does not follow the one before it: one is missing or changed."]
        if hashlib.sha256(text.encode()).hexdigest() != recorded["hash"]:
            return [f"Recording {content['serial']} is not what was recorded."]
        previous = recorded["hash"]
    return [] if previous == head else ["The chain does not end in the head that the manifest names."]


if __name__ == "__main__":
    said = problems(sys.argv[1])
    agreed = "Every part is what the manifest says, and every file is the one that was recorded."
    agreed += " Each recording follows from the one before it."
    sys.stdout.write(("\n".join(said) or agreed) + "\n")
    sys.exit(1 if said else 0)
