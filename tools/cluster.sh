# Sourced by ./run --cluster: the cluster profile as plain processes on loopback. Redis, the storage emulator, two silos, two
# web nodes, nginx in front of them and what watches them for it, each with its folder and log below the data folder.
# Uses of ./run: data, port, mqtt, demo, with_us, say, how, pids.

cluster_binaries=artifacts/bin

# free_port FROM: the first port from there on that nobody answers at, and that was not given before.
cluster_next=0
free_port() {
  local p=$(($1 > cluster_next ? $1 : cluster_next))
  while (exec 4<>"/dev/tcp/127.0.0.1/$p") 2>/dev/null; do p=$((p + 1)); done
  cluster_next=$((p + 1))
  REPLY=$p
}

# begin NAME COMMAND...: starts a part in its folder, with its log, and remembers what it is called.
declare -A cluster_names=() cluster_health=()
begin() {
  local name=$1 folder=$data/$1
  shift
  mkdir -p "$folder"
  (cd "$folder" && with_us "$@") >>"$folder/log" 2>&1 3>&- &
  pids+=("$!")
  cluster_names[$!]=$name
}

# answers URL PID SECONDS: waits until an address answers; ends the program where the part behind it has ended or takes too long.
answers() {
  local until=$((SECONDS + $3))
  until curl -fsS -o /dev/null --max-time 2 "$1"; do
    if ! kill -0 "$2" || [ "$SECONDS" -ge "$until" ]; then
      say "${cluster_names[$2]} does not come up; the end of $data/${cluster_names[$2]}/log:"
      tail -n 5 "$data/${cluster_names[$2]}/log" >&3
      exit 1
    fi
    sleep 0.1
  done
}

start_cluster() {
  local root i redis blob table connection silo_ports=() silo_health=() web_ports=() silo_pids=() web_pids=() balancer=()
  root=$PWD
  [ -d "$data" ] || mkdir "$data" || { say "the data folder $data cannot be made: is it a folder that is yours?"; exit 2; }
  data=$(cd "$data" && pwd)

  free_port 16379; redis=$REPLY
  free_port 20000; blob=$REPLY
  free_port 20002; table=$REPLY
  # In sessions of their own: Ctrl-C at the terminal must not take the stores from under those that still write.
  begin redis setsid redis-server --port "$redis" --bind 127.0.0.1 --dir "$data/redis" --appendonly yes --save ""
  begin azurite setsid "$root/azurite/start" --blob-port "$blob" --table-port "$table" --data "$data/azurite/store"
  local azurite=$!
  connection=$(azurite/start --connection-string "$blob" "$table")
  until (exec 4<>"/dev/tcp/127.0.0.1/$redis" 5<>"/dev/tcp/127.0.0.1/$table" 6<>"/dev/tcp/127.0.0.1/$blob") 2>/dev/null; do
    kill -0 "$azurite" || { say "the storage emulator ended; see $data/azurite/log"; exit 1; }
    sleep 0.1
  done

  export Cluster__Redis=127.0.0.1:$redis Cluster__PublicUrl=http://127.0.0.1:$port AzureStorage__ConnectionString=$connection
  for i in 1 2; do
    local silo client health gateway
    free_port 11111; silo=$REPLY
    free_port 30000; client=$REPLY
    free_port 18081; health=$REPLY
    free_port 21883; gateway=$REPLY
    silo_ports+=("127.0.0.1:$gateway")
    begin "silo-$i" env DOTNET_GCgen0size="${DOTNET_GCgen0size-0x8000000}" Silo__Port="$silo" Silo__GatewayPort="$client" Silo__HealthPort="$health" Gateway__Port="$gateway" \
      Gateway__ProxyProtocol=true "$root/$cluster_binaries/Mihari.Silo/release/Mihari.Silo"
    silo_pids+=("$!:$health")
    silo_health+=("127.0.0.1:$health")
    cluster_health[$!]=$health
  done
  for i in 1 2; do
    local web
    free_port 28080; web=$REPLY
    web_ports+=("127.0.0.1:$web")
    # One node is enough to register the demo.
    begin "web-$i" env DOTNET_GCgen0size="${DOTNET_GCgen0size-0x8000000}" Web__Port="$web" Gateway__Port="$mqtt" Storage__Folder="$data/web-$i/data" \
      Demo__Enabled="$({ $demo && [ "$i" = 1 ]; } && echo true || echo false)" "$root/$cluster_binaries/Mihari.Web/release/Mihari.Web"
    web_pids+=("$!:$web")
    cluster_health[$!]=$web
  done

  local one
  for one in "${silo_pids[@]}" "${web_pids[@]}"; do
    answers "http://127.0.0.1:${one#*:}/health/ready" "${one%%:*}" 90
  done

  balancer=(--listen "127.0.0.1:$port" --mqtt "127.0.0.1:$mqtt" --web "$(IFS=,; echo "${web_ports[*]}")"
    --silos "$(IFS=,; echo "${silo_ports[*]}")" --run "$data/nginx" --proxy-protocol)
  deploy/nginx/render "${balancer[@]}" >/dev/null || exit 2
  begin nginx "$(command -v nginx || echo /usr/sbin/nginx)" -p "$data/nginx" -c "$data/nginx/nginx.conf" -g 'daemon off;'
  answers "http://127.0.0.1:$port/sign-in" "$!" 20
  begin watch "$root/deploy/nginx/watch" "${balancer[@]}" --silo-health "$(IFS=,; echo "${silo_health[*]}")"
}

# One part after the other may end, by Ctrl-C, by itself or because somebody tries what happens then; the rest goes on.
watch_cluster() {
  local pid code
  while true; do
    code=0
    wait -n -p pid "${!cluster_names[@]}" || code=$?
    [ -n "${pid:-}" ] || { say "all of it has ended"; exit 1; }
    say "${cluster_names[$pid]} $(how "$code"); the others go on (its log: $data/${cluster_names[$pid]}/log)"
    unset "cluster_names[$pid]"
    [ ${#cluster_names[@]} -gt 0 ] || exit 1
  done
}

tell_cluster() {
  local pid
  for pid in "${!cluster_names[@]}"; do
    printf '    %-10s pid %s%s\n' "${cluster_names[$pid]}" "$pid" "${cluster_health[$pid]:+, http://127.0.0.1:${cluster_health[$pid]}/health/ready}"
  done | sort
}
