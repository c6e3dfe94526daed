# Sourced by ./run and ./test: finds what is missing on this machine and installs it with its package manager,
# or says in one line what to install.

need_dotnet() {
  local wanted
  wanted=$(sed -n 's/.*"version": *"\([0-9]*\.[0-9]*\).*/\1/p' global.json)
  if ! command -v dotnet >/dev/null 2>&1 || ! dotnet --version >/dev/null 2>&1; then
    echo "needed: the .NET SDK $wanted ($(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' global.json) or a later patch); install it and start again" >&2
    exit 2
  fi
}

# need COMMAND:PACKAGE ... ; the pseudo commands font, cjk, stream and pidfile stand for packages without a program.
need() {
  local missing=() pair
  for pair in "$@"; do
    _has "${pair%%:*}" || missing+=("${pair#*:}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if command -v apt-get >/dev/null 2>&1; then
    local sudo=()
    [ "$(id -u)" -eq 0 ] || sudo=(sudo -n)
    if [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; then
      echo "Installing ${missing[*]} ..."
      local log
      log=$(mktemp)
      if { "${sudo[@]}" apt-get update -q && DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
        rm -f "$log"
        return 0
      fi
      tail -n 5 "$log" >&2
    fi
  fi
  echo "needed: ${missing[*]} (Debian package names); install them and start again" >&2
  exit 2
}

_has() {
  case "$1" in
    font) [ -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf ] ;;
    stream) [ -e /usr/lib/nginx/modules/ngx_stream_module.so ] ;; # nginx:nginx stream:libnginx-mod-stream
    cjk) [ -n "$(find /usr/share/fonts -iname 'NotoSansCJK*' -print -quit 2>/dev/null)" ] ;;
    *) command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] ;;
  esac
}
