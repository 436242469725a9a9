#!/bin/sh
# Runs before `azd provision`. On a machine that has not deployed the app itself (a pipeline, a colleague's), azd does not know which image
# runs, and the template would put the bare host in its place until the next deployment. So the image is asked of the app.
set -eu

group="rg-${AZURE_ENV_NAME:?azd sets it}"
if [ -n "${SERVICE_APP_IMAGE_NAME:-}" ]; then
  exit 0
fi

if [ "$(az group exists --name "$group")" != true ]; then
  exit 0
fi

app=$(az functionapp list --resource-group "$group" --query "[?tags.\"azd-service-name\"=='app'].name | [0]" --output tsv)
if [ -z "$app" ]; then
  exit 0
fi

running=$(az functionapp config show --resource-group "$group" --name "$app" --query linuxFxVersion --output tsv)
image=${running#DOCKER|}
case $image in
  *.azurecr.io/*)
    azd env set SERVICE_APP_IMAGE_NAME "$image"
    echo "The app keeps its image, $image."
    ;;
esac
