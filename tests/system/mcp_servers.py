"""The servers of others that tests speak to, installed by scripts/setup --test."""

import pathlib

import pytest

from conftest import ROOT

MODULES = ROOT / "build/mcp/node_modules"
PACKAGES = MODULES / "@modelcontextprotocol"


def node():
    """A Node.js of the version that all of them run on."""
    for platform in ("x64", "arm64"):
        program = MODULES / f"node-linux-{platform}/bin/node"
        if program.exists():
            return program
    pytest.skip("the MCP servers of the tests are not installed; scripts/setup --test installs them")


def server(name):
    return PACKAGES / name / "dist/index.js"
