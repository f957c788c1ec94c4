{{/* What every process of the control plane is told. Arguments: root, component. */}}
{{- define "headgate.commonEnv" -}}
{{- include "headgate.settle" .root -}}
{{- $v := .root.Values -}}
{{ include "headgate.secretEnv" (dict "root" .root "name" "HEADGATE_DATABASE_URL" "secret" $v.database.existingSecret "key" (get $v.database.keys .component)) }}
{{- if $v.redis.enabled }}
{{ include "headgate.secretEnv" (dict "root" .root "name" "HEADGATE_QUEUE_URL" "secret" $v.redis.existingSecret "key" $v.redis.key) }}
{{- end }}
- { name: HEADGATE_SECRET_KEY_FILE, value: /etc/headgate/master-key/key }
- { name: HEADGATE_STORE, value: {{ $v.storage.uri | quote }} }
{{- with $v.storage.endpoint }}
- { name: HEADGATE_S3_ENDPOINT, value: {{ . | quote }} }
{{- end }}
{{- with $v.storage.region }}
- { name: HEADGATE_S3_REGION, value: {{ . | quote }} }
{{- end }}
{{- if ne (toString $v.storage.pathStyle) "" }}
- { name: HEADGATE_S3_PATH_STYLE, value: {{ $v.storage.pathStyle | quote }} }
{{- end }}
- { name: HEADGATE_CLOUD, value: {{ $v.cloud | quote }} }
- { name: HEADGATE_REGION, value: {{ $v.region | quote }} }
{{- if ne .component "snapshots" }}
- { name: HEADGATE_CLUSTER, value: kubernetes }
- { name: HEADGATE_PLATFORM_FILE, value: /etc/headgate/platform/platform.yaml }
- { name: HEADGATE_ADDRESSES, value: {{ $v.sql.addresses | quote }} }
{{- with $v.sql.deniedAddresses }}
- { name: HEADGATE_JDBC_DENIED, value: {{ join "," . | quote }} }
{{- end }}
{{- end }}
{{- if $v.certificateAuthorities.existingConfigMap }}
- { name: NODE_EXTRA_CA_CERTS, value: /etc/headgate/certificate-authorities/ca.crt }
{{- end }}
{{- end }}

{{/* A Deployment. Arguments: root, component, env, ports, probes, lifecycle (texts). Its values are those of the component. */}}
{{- define "headgate.deployment" -}}
{{- $root := .root -}}
{{- include "headgate.settle" $root -}}
{{- $v := $root.Values -}}
{{- $own := get $v .component -}}
{{- $name := include "headgate.componentName" . -}}
{{- $usesKubernetes := ne .component "snapshots" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "headgate.metadata" (dict "root" $root "component" .component "name" $name) | nindent 2 }}
spec:
  replicas: {{ $own.replicas }}
  revisionHistoryLimit: 3
  {{- if .minReadySeconds }}
  minReadySeconds: {{ .minReadySeconds }}
  {{- end }}
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  selector:
    matchLabels:
      {{- include "headgate.selectorLabels" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "headgate.labels" . | nindent 8 }}
        {{- with $own.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- $annotations := dict }}
      {{- if $usesKubernetes }}{{ $annotations = dict "checksum/platform" (include "headgate.platform" $root | sha256sum) }}{{ end }}
      {{- with merge (dict) $own.podAnnotations $annotations $v.commonAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      serviceAccountName: {{ $name }}
      automountServiceAccountToken: {{ $usesKubernetes }}
      # Kubernetes would set HEADGATE_PORT and others, which mean something to us.
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ $own.terminationGracePeriodSeconds }}
      securityContext:
        {{- toYaml $v.podSecurityContext | nindent 8 }}
      {{- include "headgate.placement" (dict "root" $root "own" $own "component" .component) | nindent 6 }}
      {{- if and $v.trial $v.migrations.enabled }}
      # What the release stands on comes with it: a hook before it would find nothing. Of several that migrate at once, one does.
      initContainers:
        {{- include "headgate.commandContainer" (dict "root" $root "component" "migrations" "own" $v.migrations "command" (include "headgate.migrationCommand" (dict "root" $root "waitSeconds" 120)) "env" (include "headgate.migrationEnv" $root)) | nindent 8 }}
      {{- end }}
      containers:
        - name: {{ .component }}
          image: {{ include "headgate.controlPlaneImage" $root | quote }}
          imagePullPolicy: {{ $v.image.pullPolicy }}
          command: [node, apps/{{ .component }}/src/main.ts]
          securityContext:
            {{- toYaml $v.securityContext | nindent 12 }}
          env:
            {{- include "headgate.commonEnv" . | nindent 12 }}
            {{- with .env }}
            {{- . | trim | nindent 12 }}
            {{- end }}
            {{- with $own.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          {{- with .container }}
          {{- . | trim | nindent 10 }}
          {{- end }}
          resources:
            {{- toYaml $own.resources | nindent 12 }}
          volumeMounts:
            - { name: temporary, mountPath: /tmp }
            - { name: master-key, mountPath: /etc/headgate/master-key, readOnly: true }
            {{- if $usesKubernetes }}
            - { name: platform, mountPath: /etc/headgate/platform, readOnly: true }
            {{- end }}
            {{- if $v.certificateAuthorities.existingConfigMap }}
            - { name: certificate-authorities, mountPath: /etc/headgate/certificate-authorities, readOnly: true }
            {{- end }}
      volumes:
        - name: temporary
          emptyDir: { sizeLimit: {{ $v.temporaryDirectorySize }} }
        - name: master-key
          secret:
            secretName: {{ default $v.existingSecret $v.masterKey.existingSecret | quote }}
            defaultMode: 0440
            items: [{ key: {{ $v.masterKey.key | quote }}, path: key }]
        {{- if $usesKubernetes }}
        - name: platform
          configMap: { name: {{ include "headgate.fullname" $root }}-platform }
        {{- end }}
        {{- with $v.certificateAuthorities }}
        {{- if .existingConfigMap }}
        - name: certificate-authorities
          configMap: { name: {{ .existingConfigMap | quote }}, items: [{ key: {{ .key | quote }}, path: ca.crt }] }
        {{- end }}
        {{- end }}
{{- end }}

{{/* Where a pod may run, and with which images. Arguments: root, own (values), component. */}}
{{- define "headgate.placement" -}}
{{- $lines := dict -}}
{{- with .root.Values.imagePullSecrets }}{{ $_ := set $lines "imagePullSecrets" . }}{{ end -}}
{{- range tuple "nodeSelector" "tolerations" "affinity" "priorityClassName" }}
{{- $value := get $.own . -}}
{{- if $value }}{{ $_ := set $lines . $value }}{{ end -}}
{{- end -}}
{{- if $lines }}{{ toYaml $lines }}{{ end }}
{{- if hasKey .own "topologySpreadConstraints" }}
topologySpreadConstraints:
{{- if .own.topologySpreadConstraints }}
{{ toYaml .own.topologySpreadConstraints | indent 2 }}
{{- else }}
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "headgate.selectorLabels" . | nindent 8 }}
{{- end }}
{{- end }}
{{- end }}
