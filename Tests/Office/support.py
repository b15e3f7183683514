"""What checks files of an office: schemas, a validator, an office program."""

import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

from lxml import etree

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SCHEMAS = os.environ.get("ZAKRILA_OOXML_SCHEMAS")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(path, name):
    with zipfile.ZipFile(path) as archive:
        return etree.fromstring(archive.read(name))


def faults_by_schema(path, parts):
    """What the schemas of the standard say against the parts of a file."""
    found = []
    for name, schema in parts.items():
        checker = etree.XMLSchema(etree.parse(Path(SCHEMAS) / schema))
        if not checker.validate(part(path, name)):
            found += [f"{name}: {error.message}" for error in checker.error_log]
    return found


def faults_by_validator(path):
    """What openxml-audit says against a file: schema, meaning and relations, by the rules of Microsoft's own validator."""
    from openxml_audit import OpenXmlValidator

    # A document without a theme is as valid (ISO/IEC 29500-1, 14.2.7: „zero or one“): its styles name their font and colours themselves.
    return [str(error) for error in OpenXmlValidator().validate(str(path)).errors if "relationships/theme" not in str(error)]


def converted(path, folder, format):
    """The file as LibreOffice shows it."""
    command = [OFFICE, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", format, "--outdir", folder, path]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return Path(folder) / (Path(path).stem + "." + format.split(":")[0])


def words(text):
    """The words of a text, without signs, in lower case."""
    return re.findall(r"\w+", text.lower())
