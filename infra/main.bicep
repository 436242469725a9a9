targetScope = 'subscription'

@minLength(1)
@maxLength(40)
@description('Name of the azd environment. It names the resource group, and the names of all resources derive from it.')
param environmentName string

@minLength(1)
@description('Region of everything but the static web app.')
param location string

@description('Object id of the person or pipeline that deploys. It may write secrets into the vault. Empty: nobody may.')
param principalId string = ''

@allowed(['User', 'ServicePrincipal'])
@description('What kind of principal that is.')
param principalType string = 'User'

@allowed(['EP1', 'EP2', 'EP3', 'P0v3', 'P1v3', 'P2v3', 'P3v3'])
@description('Size of an instance. EP: Elastic Premium, which adds instances under load. P: a dedicated plan of one instance.')
param planSku string = 'EP1'

@minValue(1)
@maxValue(100)
@description('The most instances that an Elastic Premium plan grows to.')
param maximumInstances int = 10

@description('Image that the app runs, with its registry. azd sets it; empty: the bare Functions host, until the first deployment.')
param containerImage string = ''

@description('IPv4 addresses or ranges that may call the app, separated by commas (203.0.113.7/32). Empty: nobody may.')
param allowedAddresses string = ''

@description('Issuer of the tokens that callers sign in with (https://login.microsoftonline.com/TENANT/v2.0). Empty: nobody is let in.')
param accessIssuer string = ''

@description('Audience of those tokens: the client id of the application that stands for this app.')
param accessAudience string = ''

@description('Ids of those who are admins everywhere, separated by commas (main:OBJECT-ID).')
param accessAdmins string = ''

@description('Names of flow secrets, separated by commas (CRM_TOKEN). The vault holds them with hyphens (CRM-TOKEN).')
param secretNames string = ''

@allowed(['storage', 'scheduler'])
@description('Where Durable Functions keeps instances and messages: the storage account, or a Durable Task Scheduler.')
param durableBackend string = 'storage'

@allowed(['Consumption', 'Dedicated'])
@description('How the Durable Task Scheduler is paid for, where there is one.')
param schedulerSku string = 'Consumption'

@allowed(['none', 'Standard'])
@description('Whether there is a static web app in front. Linked backends need the Standard plan.')
param staticWebApp string = 'none'

@description('Region of the static web app; only some regions have them.')
param staticWebAppLocation string = 'westeurope'

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
var secrets = empty(secretNames) ? [] : split(secretNames, ',')
var addresses = empty(allowedAddresses) ? [] : split(allowedAddresses, ',')
var usesScheduler = durableBackend == 'scheduler'
var hasStaticWebApp = staticWebApp != 'none'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${token}'
    insightsName: 'appi-${token}'
    location: location
    tags: tags
    publisherPrincipalId: identity.outputs.principalId
  }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    contributorPrincipalId: identity.outputs.principalId
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    officerPrincipalId: principalId
    officerPrincipalType: principalType
  }
}

module registry 'modules/registry.bicep' = {
  name: 'registry'
  scope: group
  params: {
    name: 'cr${token}'
    location: location
    tags: tags
    pullerPrincipalId: identity.outputs.principalId
  }
}

module scheduler 'modules/scheduler.bicep' = if (usesScheduler) {
  name: 'scheduler'
  scope: group
  params: {
    name: 'dts-${token}'
    location: location
    tags: tags
    sku: schedulerSku
    contributorPrincipalId: identity.outputs.principalId
  }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    planSku: planSku
    maximumInstances: maximumInstances
    image: containerImage
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    vaultName: vault.outputs.name
    vaultUri: vault.outputs.uri
    insightsName: monitoring.outputs.insightsName
    schedulerEndpoint: usesScheduler ? scheduler!.outputs.endpoint : ''
    taskHubName: usesScheduler ? scheduler!.outputs.taskHubName : ''
    secretNames: secrets
    allowedAddresses: addresses
    accessIssuer: accessIssuer
    accessAudience: accessAudience
    accessAdmins: accessAdmins
    isBehindStaticWebApp: hasStaticWebApp
  }
  dependsOn: [registry]
}

module web 'modules/web.bicep' = if (hasStaticWebApp) {
  name: 'web'
  scope: group
  params: {
    name: 'stapp-${token}'
    location: staticWebAppLocation
    tags: tags
    backendId: app.outputs.id
    backendLocation: location
  }
}

output AZURE_LOCATION string = location
output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_NAME string = registry.outputs.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = registry.outputs.endpoint
output AZURE_KEY_VAULT_NAME string = vault.outputs.name
output AZURE_STORAGE_ACCOUNT_NAME string = storage.outputs.name
output SERVICE_APP_NAME string = app.outputs.name
output SERVICE_APP_URI string = app.outputs.uri
output SERVICE_WEB_URI string = hasStaticWebApp ? web!.outputs.uri : ''
