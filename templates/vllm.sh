#!/bin/sh
# vLLM for Claude Code. Run it where the GPUs are:  sh vllm.sh
#
# --enable-auto-tool-choice and the parser: without them every request of Claude
#   Code is refused, since all of them bring tools. The parser follows from the
#   model: https://docs.vllm.ai/en/latest/features/tool_calling/
# --served-model-name: what the profile calls MODEL.
# --max-model-len: the window; CONTEXT_TOKENS of the profile has to be the same.
# --host 127.0.0.1 is this machine alone. Where others may reach it, give it a
#   key in the environment, VLLM_API_KEY, and the profile the same one as
#   AUTH_TOKEN: vLLM reads nothing but Bearer.
# A model that thinks may need --reasoning-parser too: see its own page.
set -eu

exec vllm serve {{repository|ORG/MODEL}} \
  --served-model-name {{model|YOUR-MODEL}} \
  --enable-auto-tool-choice \
  --tool-call-parser {{toolParser|PARSER}} \
  --max-model-len {{contextTokens|65536}} \
  --host {{listen|127.0.0.1}} \
  --port {{port|8000}}
