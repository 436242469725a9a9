# Runs one script for the runner, which waits at the other end of descriptor 3. Frames from there: "<header bytes> <input bytes>\n" in
# 24 characters, the header (shell text that sets flow_* and the call's variables), the input. Frames to there: a letter, the length in
# 11 digits, the bytes. What is short is read and written by the shell itself: starting a program takes a millisecond.
flow_short=4096

flow_read() {
  if (($1 <= flow_short)); then
    IFS= read -r -N "$1" flow_text <&3
  else
    flow_text=$(head -c "$1" <&3)
  fi
}

flow_send() {
  printf '%s%011d%s' "$1" "${#2}" "$2" >&3
}

if [[ -S /run/egress.sock ]]; then
  source "${0%/*}/egress.sh"
fi
printf 'H00000000000' >&3
LC_ALL=C
IFS=' ' read -r flow_header flow_input <&3 || exit 0
flow_read "$flow_header"
unset LC_ALL
eval "$flow_text"
LC_ALL=C
if ((flow_input <= flow_short)); then
  flow_read "$flow_input"
  printf '%s' "$flow_text" >"$FLOW_INPUT_FILE"
else
  head -c "$flow_input" <&3 >"$FLOW_INPUT_FILE"
fi
unset LC_ALL flow_text
: >"$FLOW_OUTPUT"
cd "$flow_folder" || exit 1

if [[ -d $flow_layer/bin ]]; then
  PATH="$flow_layer/bin:$PATH"
fi

"$BASH" --noprofile --norc "$flow_entry" <"$FLOW_INPUT_FILE" 3>&-
flow_code=$?

LC_ALL=C
if ((flow_code != 0)); then
  # 2 is what Bash itself ends with when it cannot read a script; a script may end with it, too.
  flow_said=
  if ((flow_code == 2)); then
    flow_said=$("$BASH" -n "$flow_entry" 2>&1 3>&-)
  fi
  if [[ -n $flow_said ]]; then
    flow_send S "$flow_said"
  else
    flow_send X "$flow_code"
  fi
elif [[ ! -f $FLOW_OUTPUT ]]; then
  # The script has put something else in its place, from which nothing can be read for sure.
  flow_send O ''
elif IFS= read -r -d '' -n "$flow_short" flow_text <"$FLOW_OUTPUT" || ((${#flow_text} == flow_short)); then
  # There is a NUL in it, or it is long.
  flow_size=$(stat -L -c %s "$FLOW_OUTPUT" 2>/dev/null || echo 0)
  if ((flow_size > flow_limit)); then
    flow_send L "$flow_size"
  else
    printf 'O%011d' "$flow_size" >&3
    head -c "$flow_size" "$FLOW_OUTPUT" >&3
  fi
elif ((${#flow_text} > flow_limit)); then
  flow_send L "${#flow_text}"
else
  flow_send O "$flow_text"
fi

read -r -n 1 -u 3
