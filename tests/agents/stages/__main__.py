"""`python -m tests.agents.stages PACKAGE STAGE SETTINGS`: one worker as a process of its own."""

import sys

from agents.settings import AgentSettings
from agents.worker import run

package, stage, settings = sys.argv[1:]
sys.exit(run(stage, AgentSettings.model_validate_json(settings), package=package))
