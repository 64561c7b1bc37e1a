"""What gunicorn reads by itself wherever it is started in this folder."""

logger_class = "kbgo.web_log.WebLogger"
