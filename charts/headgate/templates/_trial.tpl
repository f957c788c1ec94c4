{{/*
With `trial`, values that name what the control plane stands on name the services of the chart, where nobody said otherwise. Every template that reads them includes
this first; a second time it changes nothing.
*/}}
{{- define "headgate.settle" -}}
{{- if .Values.trial -}}
{{- $name := include "headgate.trialName" . -}}
{{- $host := printf "%s.%s.svc" $name .Release.Namespace -}}
{{- if not .Values.existingSecret -}}
{{- $_ := set .Values "existingSecret" $name -}}
{{- $_ := set .Values.database.keys "administrator" "database-admin-url" -}}
{{- end -}}
{{- if not .Values.storage.uri -}}
{{- $_ := set .Values.storage "uri" "s3://headgate/headgate" -}}
{{- $_ := set .Values.storage "endpoint" (printf "http://%s:7070" $host) -}}
{{- $_ := set .Values.storage "region" "us-east-1" -}}
{{- end -}}
{{- if not .Values.sql.deniedAddresses -}}
{{- $_ := set .Values.sql "deniedAddresses" (list (printf "%s:5432" $host) (printf "%s:6379" $host)) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{- define "headgate.trialName" -}}
{{- printf "%s-trial" (include "headgate.fullname" .) }}
{{- end }}
