#!/bin/bash
# Part of the engine image's build. Writes for each role /opt/flink/jvm/<role>.args, for `java @/opt/flink/jvm/<role>.args ...`: the class path,
# in one fixed order, and a class data sharing archive of this JVM and these jars, with which a start costs about 40 % less CPU. The archives are written by
# a cluster without work that is started here and ended in order.
#   write-jvm-arguments.sh written|none      none: without archives; starts take longer, nothing else
set -u
flink=/opt/flink jvm=/opt/flink/jvm work=$(mktemp -d)
mkdir -p $jvm

joined() { printf '%s\n' "$@" | LC_ALL=C sort | paste -sd: ; }
lib=$(joined $flink/lib/*.jar)
declare -A class_path=([jobmanager]=$lib [taskmanager]=$lib [gateway]=$lib:$(joined $flink/gateway/*.jar))
declare -A main=(
  [jobmanager]=org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint
  [taskmanager]=org.apache.flink.runtime.taskexecutor.TaskManagerRunner
  [gateway]=org.apache.flink.table.gateway.SqlGateway
)
declare -A pid=()

# The build may share the network of its machine, so ports are tried and not fixed.
is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() { local port; while port=$((20000 + RANDOM % 12000)); is_open $port; do :; done; echo $port; }
get() { (exec 3<>"/dev/tcp/127.0.0.1/$1" && printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$2" >&3 && timeout 5 cat <&3) 2>/dev/null; }
# until_true ROLE COMMAND...: while the role lives, for at most 3 minutes.
until_true() { local role=$1; shift; for _ in $(seq 360); do "$@" && return 0; kill -0 "${pid[$role]}" 2>/dev/null || return 1; sleep 0.5; done; return 1; }

start() {
  local role=$1; shift
  FLINK_CONF_DIR=$work FLINK_LIB_DIR=$flink/lib FLINK_OPT_DIR=$flink/gateway FLINK_PLUGINS_DIR=$flink/plugins \
    java -XX:ArchiveClassesAtExit=$jvm/$role.jsa -Xlog:cds=off -Xlog:cds+dynamic=off -XX:+UseSerialGC -Xmx256m -Djava.io.tmpdir="$work" -cp "${class_path[$role]}" "${main[$role]}" "$@" > "$work/$role.log" 2>&1 &
  pid[$role]=$!
}

# A process that ends in order writes its archive then.
end() { [ -z "${pid[$1]:-}" ] || { kill -TERM "${pid[$1]}"; wait "${pid[$1]}"; } 2>/dev/null; }

has_task_manager() { get "$rest" /overview | grep -q '"taskmanagers":1'; }

train() {
  rest=$(free_port) gateway=$(free_port)
  cat > "$work/config.yaml" <<END
jobmanager.rpc.address: 127.0.0.1
jobmanager.rpc.port: $(free_port)
jobmanager.bind-host: 127.0.0.1
blob.server.port: 0
rest.address: 127.0.0.1
rest.bind-address: 127.0.0.1
rest.port: $rest
jobmanager.memory.process.size: 900m
taskmanager.resource-id: build
taskmanager.host: 127.0.0.1
taskmanager.bind-host: 127.0.0.1
taskmanager.numberOfTaskSlots: 4
taskmanager.cpu.cores: 1.0
taskmanager.memory.framework.heap.size: 64m
taskmanager.memory.framework.off-heap.size: 64m
taskmanager.memory.task.heap.size: 64m
taskmanager.memory.task.off-heap.size: 16m
taskmanager.memory.network.min: 32m
taskmanager.memory.network.max: 32m
taskmanager.memory.managed.size: 32m
taskmanager.memory.jvm-metaspace.size: 128m
taskmanager.memory.jvm-overhead.min: 64m
taskmanager.memory.jvm-overhead.max: 64m
sql-gateway.endpoint.rest.address: 127.0.0.1
sql-gateway.endpoint.rest.bind-address: 127.0.0.1
sql-gateway.endpoint.rest.port: $gateway
io.tmp.dirs: $work
END
  start jobmanager --configDir "$work" && until_true jobmanager is_open "$rest" &&
    start taskmanager --configDir "$work" && until_true taskmanager has_task_manager &&
    start gateway && until_true gateway is_open "$gateway" && get "$gateway" /v1/info > "$work/info"
}

# Twice at most: a port can be taken between the look and the start.
for attempt in 1 2; do
  [ "$1" = written ] || break
  train
  for role in taskmanager gateway jobmanager; do end $role; done
  [ -s $jvm/jobmanager.jsa ] && [ -s $jvm/taskmanager.jsa ] && [ -s $jvm/gateway.jsa ] && break
  tail -n 20 "$work"/*.log >&2
  echo "The class archives could not be written (attempt $attempt of 2). Without them: --build-arg ARCHIVES=none" >&2
  [ "$attempt" = 1 ] || exit 1
done
for role in "${!main[@]}"; do
  printf -- '-cp %s\n' "${class_path[$role]}" > $jvm/$role.args
  # Silent about an archive that does not fit: the JVM then starts as if there were none.
  [ "$1" = none ] || printf -- '-XX:SharedArchiveFile=%s\n-Xshare:auto\n-Xlog:cds=off\n-Xlog:cds+dynamic=off\n' $jvm/$role.jsa >> $jvm/$role.args
done
chmod 0444 $jvm/*
rm -rf "$work"
