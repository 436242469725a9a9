@description('Name of the static web app.')
param name string

@description('One of the regions that have static web apps.')
param location string

param tags object

@description('Resource id of the function app that answers everything under /api.')
param backendId string

param backendLocation string

resource web 'Microsoft.Web/staticSites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'web' })
  sku: {
    name: 'Standard'
    tier: 'Standard'
  }
  properties: {}
}

resource backend 'Microsoft.Web/staticSites/linkedBackends@2024-04-01' = {
  parent: web
  name: 'app'
  properties: {
    backendResourceId: backendId
    region: backendLocation
  }
}

output uri string = 'https://${web.properties.defaultHostname}'
