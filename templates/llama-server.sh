#!/bin/sh
# llama.cpp's server for Claude Code. Run it with the model's file:
#   sh llama-server.sh model.gguf
#
# --jinja: tools need the model's own chat template. One that knows no tools is
#   replaced with --chat-template-file FILE.jinja
# --alias: what the profile calls MODEL.
# -c is shared by the slots of -np: with -np 2 each request gets half of it. It
#   has to be CONTEXT_TOKENS of the profile times -np.
# --host 127.0.0.1 is this machine alone. Where others may reach it, give it a
#   key in the environment, LLAMA_API_KEY, and the profile the same one.
# Images need --mmproj FILE.gguf as well.
set -eu

exec llama-server -m "${1:?which model? sh llama-server.sh model.gguf}" \
  --alias {{model|YOUR-MODEL}} \
  --jinja \
  -c {{contextTokens|65536}} -np 1 \
  --host {{listen|127.0.0.1}} \
  --port {{port|8080}}
