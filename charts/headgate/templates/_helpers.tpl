{{- define "headgate.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "headgate.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else -}}
{{- $name := include "headgate.name" . -}}
{{- if contains $name .Release.Name -}}{{ .Release.Name | trunc 40 | trimSuffix "-" }}{{- else -}}{{ printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" }}{{- end -}}
{{- end -}}
{{- end }}

{{/* What finds pods: never changes. Argument: root, component. */}}
{{- define "headgate.selectorLabels" -}}
app.kubernetes.io/name: {{ include "headgate.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .component }}
app.kubernetes.io/component: {{ . }}
{{- end }}
{{- end }}

{{- define "headgate.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{ include "headgate.selectorLabels" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
{{/* The network policies of pools let pods of this label in, of the release's namespace. */ -}}
app.kubernetes.io/part-of: headgate
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* Arguments: root, component, name, annotations (of this object). */}}
{{- define "headgate.metadata" -}}
name: {{ .name }}
{{- if not .isClusterWide }}
namespace: {{ .root.Release.Namespace }}
{{- end }}
labels:
  {{- include "headgate.labels" . | nindent 2 }}
  {{- with .labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- with merge (dict) (default (dict) .annotations) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Arguments: registry, image (values), tag. */}}
{{- define "headgate.image" -}}
{{- with .registry }}{{ trimSuffix "/" . }}/{{ end }}{{ .image.repository }}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ default .tag .image.tag }}{{ end }}
{{- end }}

{{- define "headgate.controlPlaneImage" -}}
{{- include "headgate.image" (dict "registry" .Values.image.registry "image" .Values.image "tag" .Chart.AppVersion) }}
{{- end }}

{{- define "headgate.engineImage" -}}
{{- include "headgate.image" (dict "registry" (default .Values.image.registry .Values.engine.image.registry) "image" .Values.engine.image "tag" "") }}
{{- end }}

{{- define "headgate.platform" -}}
{{- $own := dict "engineImage" (include "headgate.engineImage" .) "imagePullPolicy" .Values.engine.image.pullPolicy "controlPlaneNamespace" .Release.Namespace -}}
{{- if .Values.trial -}}
{{- $s3 := dict "namespace" .Release.Namespace "podLabels" (include "headgate.selectorLabels" (dict "root" . "component" "trial") | fromYaml) "ports" (list 7070) -}}
{{- $_ := set $own "egressPods" (append (default (list) .Values.platform.egressPods) $s3) -}}
{{- end -}}
{{- mergeOverwrite (deepCopy .Values.platform) $own | toYaml }}
{{- end }}

{{/* Names of a component's objects. Arguments: root, component. */}}
{{- define "headgate.componentName" -}}
{{- printf "%s-%s" (include "headgate.fullname" .root) .component }}
{{- end }}

{{/* A variable from a Secret. Arguments: root, name, secret (may be empty), key. */}}
{{- define "headgate.secretEnv" -}}
- name: {{ .name }}
  valueFrom:
    secretKeyRef: { name: {{ default .root.Values.existingSecret .secret | quote }}, key: {{ .key | quote }} }
{{- end }}

{{- define "headgate.s3Keys" -}}
{{- if .keys.accessKeyId }}
{{ include "headgate.secretEnv" (dict "root" .root "name" (print .prefix "ACCESS_KEY_ID") "secret" .keys.existingSecret "key" .keys.accessKeyId) }}
{{ include "headgate.secretEnv" (dict "root" .root "name" (print .prefix "SECRET_ACCESS_KEY") "secret" .keys.existingSecret "key" .keys.secretAccessKey) }}
{{- end }}
{{- end }}

{{/* Every problem of the values at once. */}}
{{- define "headgate.checkValues" -}}
{{- include "headgate.settle" . -}}
{{- $v := .Values -}}
{{- $problems := list -}}
{{- if not (or $v.engine.image.tag $v.engine.image.digest) }}{{ $problems = append $problems "engine.image.tag: the tag of the engine's image must be said" }}{{ end -}}
{{- if not $v.storage.uri }}{{ $problems = append $problems "storage.uri: say where checkpoints and snapshots lie, as s3://bucket/prefix" }}{{ end -}}
{{- if not (or $v.existingSecret $v.database.existingSecret) }}{{ $problems = append $problems "database.existingSecret (or existingSecret): name the Secret with the database's URLs" }}{{ end -}}
{{- if not (or $v.existingSecret $v.masterKey.existingSecret) }}{{ $problems = append $problems "masterKey.existingSecret (or existingSecret): name the Secret with the master key" }}{{ end -}}
{{- if and $v.redis.enabled (not (or $v.existingSecret $v.redis.existingSecret)) }}{{ $problems = append $problems "redis.existingSecret (or existingSecret): name the Secret with the URL of Redis, or set redis.enabled to false" }}{{ end -}}
{{- range $who, $keys := $v.storage.keys }}
{{- if ne (empty $keys.accessKeyId) (empty $keys.secretAccessKey) }}{{ $problems = append $problems (printf "storage.keys.%s: accessKeyId and secretAccessKey belong together" $who) }}{{ end -}}
{{- if and $keys.accessKeyId (not (or $v.existingSecret $keys.existingSecret)) }}{{ $problems = append $problems (printf "storage.keys.%s.existingSecret (or existingSecret): name the Secret with its keys, or set accessKeyId and secretAccessKey to '' where the cloud gives them" $who) }}{{ end -}}
{{- end }}
{{- if and $v.ingress.enabled (not $v.ingress.hosts) }}{{ $problems = append $problems "ingress.hosts: name at least one host" }}{{ end -}}
{{- if and $v.gateway.enabled (not $v.gateway.parentRefs) }}{{ $problems = append $problems "gateway.parentRefs: name the gateway" }}{{ end -}}
{{- if and $v.networkPolicy.restrictEgress (not $v.networkPolicy.egress) }}{{ $problems = append $problems "networkPolicy.egress: say where Postgres, S3 and the API server of Kubernetes are" }}{{ end -}}
{{- if $problems }}{{ fail (printf "\n\nThese values are missing or wrong:\n  - %s\n" (join "\n  - " $problems)) }}{{ end -}}
{{- end }}
