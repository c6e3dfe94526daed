# The programs as ./run starts them.

# build_programs WHO: builds them where the tree is newer than they are; WHO is named where that fails.
build_programs() {
  local stamp=artifacts/.built log project
  if [ -f "$stamp" ] && [ -z "$(find protocol grains.interfaces grains storage silo web agent ./*.props global.json \
      -type f -newer "$stamp" -not -path '*/obj/*' -print -quit)" ]; then
    return 0
  fi

  echo "Building Mihari (a minute or two the first time) ..."
  log=$(mktemp)
  for project in web agent; do
    echo "  $project"
    if ! dotnet build "$project" -c Release -m:2 --nologo -v q -p:UseSharedCompilation=false -nodeReuse:false >"$log" 2>&1; then
      cat "$log" >&2
      echo "$1: the build failed, see above" >&2
      return 1
    fi
  done
  rm -f "$log"
  touch "$stamp"
}
