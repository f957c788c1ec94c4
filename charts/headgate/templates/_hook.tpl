{{/* A container, as an item, that runs one command of the control plane's image. Arguments: root, component, own (values), command, env, envFrom. */}}
{{- define "headgate.commandContainer" -}}
{{- $v := .root.Values -}}
- name: {{ .component }}
  image: {{ include "headgate.controlPlaneImage" .root | quote }}
  imagePullPolicy: {{ $v.image.pullPolicy }}
  {{- .command | trim | nindent 2 }}
  securityContext:
    {{- toYaml $v.securityContext | nindent 4 }}
  {{- with .env }}
  env:
    {{- . | trim | nindent 4 }}
  {{- end }}
  {{- with .envFrom }}
  envFrom:
    {{- . | trim | nindent 4 }}
  {{- end }}
  resources:
    {{- toYaml .own.resources | nindent 4 }}
  volumeMounts:
    - { name: temporary, mountPath: /tmp }
    {{- if $v.certificateAuthorities.existingConfigMap }}
    - { name: certificate-authorities, mountPath: /etc/headgate/certificate-authorities, readOnly: true }
    {{- end }}
{{- end }}
{{/* A Job at a moment of the release, without a token. Arguments: root, component, hook, annotations, own (values), args, env, backoffLimit, activeDeadlineSeconds. */}}
{{- define "headgate.hookJob" -}}
{{- $v := .root.Values -}}
apiVersion: batch/v1
kind: Job
metadata:
  {{- include "headgate.metadata" (dict "root" .root "component" .component "name" (include "headgate.componentName" .) "annotations" (merge (dict "helm.sh/hook" .hook) .annotations)) | nindent 2 }}
spec:
  backoffLimit: {{ .backoffLimit }}
  activeDeadlineSeconds: {{ .activeDeadlineSeconds }}
  template:
    metadata:
      labels:
        {{- include "headgate.labels" . | nindent 8 }}
        {{- with .own.podLabels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      {{- with merge (dict) (default (dict) .own.podAnnotations) $v.commonAnnotations }}
      annotations:
        {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      restartPolicy: Never
      automountServiceAccountToken: false
      enableServiceLinks: false
      securityContext:
        {{- toYaml $v.podSecurityContext | nindent 8 }}
      {{- with include "headgate.placement" (dict "root" .root "own" .own "component" .component) | trim }}
      {{- . | nindent 6 }}
      {{- end }}
      containers:
        {{- include "headgate.commandContainer" . | nindent 8 }}
      volumes:
        - name: temporary
          emptyDir: { sizeLimit: {{ $v.temporaryDirectorySize }} }
        {{- with $v.certificateAuthorities }}
        {{- if .existingConfigMap }}
        - name: certificate-authorities
          configMap: { name: {{ .existingConfigMap | quote }}, items: [{ key: {{ .key | quote }}, path: ca.crt }] }
        {{- end }}
        {{- end }}
{{- end }}
