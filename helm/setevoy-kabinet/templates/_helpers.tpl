{{- define "kabinet.name" -}}
{{- printf "%s" .Release.Name | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "kabinet.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{- end }}

{{- define "kabinet.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "kabinet.image" -}}
{{- if .Values.image.digest }}{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else }}{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}
{{- end }}

{{- define "kabinet.serviceAccount" -}}
{{- if .Values.serviceAccount.create }}{{ .Values.serviceAccount.name | default (include "kabinet.name" .) }}
{{- else }}{{ .Values.serviceAccount.name | default "default" }}
{{- end }}
{{- end }}

{{/* Settings that are no secrets, by the names of docs/operations.md. */}}
{{- define "kabinet.settings" -}}
PLATFORM_HOST: {{ required "site.host is the platform's own host" .Values.site.host | quote }}
PLATFORM_SCHEME: https
BEHIND_PROXY: "1"
TRUSTED_PROXIES: {{ .Values.site.trustedProxies | quote }}
DEFAULT_FROM_EMAIL: {{ .Values.site.fromEmail | default (printf "noreply@%s" .Values.site.host) | quote }}
S3_ENDPOINT_URL: {{ required "s3.endpoint is the address of S3" .Values.s3.endpoint | quote }}
{{- with .Values.s3.publicEndpoint }}
S3_PUBLIC_ENDPOINT_URL: {{ . | quote }}
{{- end }}
S3_REGION: {{ .Values.s3.region | quote }}
S3_BUCKET: {{ required "s3.bucket is the bucket of documents" .Values.s3.bucket | quote }}
{{- with .Values.clamdAddress }}
CLAMD_ADDRESS: {{ . | quote }}
{{- end }}
{{- if .Values.metrics.enabled }}
METRICS_PORT: {{ .Values.metrics.port | quote }}
METRICS_COMPANIES: {{ ternary "1" "0" .Values.metrics.perCompany | quote }}
{{- end }}
{{- range $name, $value := .Values.settings }}
{{ $name }}: {{ $value | toString | quote }}
{{- end }}
{{- end }}

{{- define "kabinet.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.runAsUser }}
runAsGroup: {{ .Values.runAsUser }}
fsGroup: {{ .Values.runAsUser }}
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "kabinet.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* What every container of the site gets: the settings, the secret, and the one folder that may be written. */}}
{{- define "kabinet.environment" -}}
envFrom:
  - configMapRef: {name: {{ include "kabinet.name" . }}}
  - secretRef: {name: {{ required "existingSecret names the secret with the passwords" .Values.existingSecret }}}
env:
  - {name: TMPDIR, value: /tmp}
volumeMounts:
  - {name: tmp, mountPath: /tmp}
{{- end }}

{{/* The port for Prometheus, of each process that goes on. */}}
{{- define "kabinet.metricsPort" -}}
{{- if .Values.metrics.enabled }}
- {name: metrics, containerPort: {{ .Values.metrics.port }}}
{{- end }}
{{- end }}

{{- define "kabinet.placement" -}}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- if .root.Values.topologyKeys }}
topologySpreadConstraints:
{{- range .root.Values.topologyKeys }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "kabinet.selector" $ | nindent 8 }}
{{- end }}
{{- end }}
{{- end }}

{{- define "kabinet.pod" -}}
serviceAccountName: {{ include "kabinet.serviceAccount" . }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with .Values.imagePullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext: {{- include "kabinet.podSecurity" . | nindent 2 }}
{{- end }}

{{- define "kabinet.annotations" -}}
checksum/settings: {{ include "kabinet.settings" . | sha256sum }}
{{- with .Values.podAnnotations }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "kabinet.fromPrometheus" -}}
{{- if .Values.metrics.enabled }}
- ports: [{port: metrics}]
  {{- with .Values.networkPolicy.metricsNamespaces }}
  from:
    {{- range . }}
    - namespaceSelector: {{- toYaml . | nindent 8 }}
    {{- end }}
  {{- end }}
{{- end }}
{{- end }}
