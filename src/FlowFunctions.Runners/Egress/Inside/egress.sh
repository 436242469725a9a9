# The way out of a sandbox, to be sourced before a Bash script begins: a process of its own carries what connects to 127.0.0.1:3128 to the
# gateway's socket. It ends with the sandbox. It is nobody's child here, so that `wait` does not wait for it.
if [[ -S /run/egress.sock ]]; then
  flow_egress_folder="${BASH_SOURCE[0]%/*}"
  if command -v python3 >/dev/null; then
    flow_egress_command=(python3 -I -S "$flow_egress_folder/flow_egress.py")
  elif command -v node >/dev/null; then
    flow_egress_command=(node "$flow_egress_folder/egress.cjs")
  else
    flow_egress_command=()
    echo 'Network: there is neither python3 nor node here, which connections of Bash scripts go through.' >&2
  fi
  if ((${#flow_egress_command[@]} > 0)); then
    exec {flow_egress_ready}< <("${flow_egress_command[@]}" </dev/null 2>/dev/null 3>&- &)
    read -r -t 10 -u "$flow_egress_ready" || echo 'Network: the forwarder of connections did not start.' >&2
    exec {flow_egress_ready}<&-
  fi
  unset flow_egress_folder flow_egress_command flow_egress_ready
fi
