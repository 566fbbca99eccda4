{{/* Names and parts that several manifests share. */}}
{{- define "dashboard.labels" -}}
app.kubernetes.io/name: dashboard
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "dashboard.selector" -}}
app.kubernetes.io/name: dashboard
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "dashboard.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag }}
{{- end }}

{{/* No root, nothing that can be written but the folders below. */}}
{{- define "dashboard.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "dashboard.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "dashboard.env" -}}
- {name: ALLOWED_HOSTS, value: "{{ .Values.host }},127.0.0.1"}
- {name: PUBLIC_URL, value: "https://{{ .Values.host }}"}
- {name: FORWARDED_ALLOW_IPS, value: "*"}
- {name: LOG_FORMAT, value: json}
- {name: METRICS_ADDRESS, value: "0.0.0.0:{{ .Values.metrics.port }}"}
{{- if .Values.dataClaim }}
- {name: DATA_DIR, value: /srv/municipality/data}
- {name: GEO_DIR, value: /srv/municipality/geo}
{{- end }}
- name: DATABASE_URL
  valueFrom: {secretKeyRef: {name: {{ .Values.secretName }}, key: DATABASE_URL}}
{{- range $name, $value := .Values.env }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}

{{- define "dashboard.volumes" -}}
- {name: tmp, emptyDir: {}}
- {name: var, emptyDir: {}}
- name: secrets
  secret:
    secretName: {{ .Values.secretName }}
    optional: true
    items: [{key: secrets.toml, path: secrets.toml}]
{{- if .Values.dataClaim }}
- {name: municipality, persistentVolumeClaim: {claimName: {{ .Values.dataClaim }}}}
{{- end }}
{{- end }}

{{- define "dashboard.mounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: var, mountPath: /var/lib/dashboard}
- {name: secrets, mountPath: /var/lib/dashboard/.streamlit, readOnly: true}
{{- end }}

{{/* A job that runs one command: dict "root" . "name" "clean" "schedule" "..." "command" (list ...)
     "writes" true when it writes the municipality's folder, "claim" a claim for /backup. */}}
{{- define "dashboard.cronJob" -}}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ .root.Release.Name }}-{{ .name }}
  labels: {{- include "dashboard.labels" .root | nindent 4 }}
spec:
  schedule: {{ .schedule | quote }}
  timeZone: Europe/Amsterdam
  concurrencyPolicy: Forbid
  jobTemplate:
    spec:
      backoffLimit: 2
      template:
        metadata:
          labels:
            app.kubernetes.io/name: dashboard-job
            app.kubernetes.io/instance: {{ .root.Release.Name }}
        spec:
          restartPolicy: Never
          automountServiceAccountToken: false
          securityContext: {{- include "dashboard.podSecurity" .root | nindent 12 }}
          {{- with .root.Values.image.pullSecrets }}
          imagePullSecrets: {{- toYaml . | nindent 12 }}
          {{- end }}
          containers:
            - name: {{ .name }}
              image: {{ include "dashboard.image" .root }}
              command: {{- toYaml .command | nindent 16 }}
              securityContext: {{- include "dashboard.containerSecurity" .root | nindent 16 }}
              resources: {{- toYaml .root.Values.resources | nindent 16 }}
              env: {{- include "dashboard.env" .root | nindent 16 }}
              volumeMounts:
                {{- include "dashboard.mounts" .root | nindent 16 }}
                {{- if .root.Values.dataClaim }}
                - {name: municipality, mountPath: /srv/municipality, readOnly: {{ not .writes }}}
                {{- end }}
                {{- if .claim }}
                - {name: backup, mountPath: /backup}
                {{- end }}
          volumes:
            {{- include "dashboard.volumes" .root | nindent 12 }}
            {{- if .claim }}
            - {name: backup, persistentVolumeClaim: {claimName: {{ .claim }}}}
            {{- end }}
{{- end }}
