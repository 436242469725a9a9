@minLength(2)
@maxLength(60)
@description('Name of the function app; its address is https://NAME.azurewebsites.net.')
param name string

param planName string

param location string

param tags object

param planSku string

param maximumInstances int

@description('Image with its registry. Empty: the bare Functions host.')
param image string

@description('Resource id of the identity that the app has.')
param identityId string

param identityClientId string

param storageAccountName string

param vaultName string

@description('Address of the vault in which the app keeps the secrets of flows.')
param vaultUri string

param insightsName string

@description('Address of the Durable Task Scheduler; empty: Durable Functions uses the storage account.')
param schedulerEndpoint string

param taskHubName string

@description('Names of flow secrets. The value of each is read from the vault by the platform.')
param secretNames array

@description('IPv4 addresses or ranges that may call the app.')
param allowedAddresses array

@description('Issuer of the tokens that callers sign in with.')
param accessIssuer string
@description('Audience of those tokens.')
param accessAudience string
@description('Ids of those who are admins everywhere.')
param accessAdmins string

@description('Whether a static web app calls the app. Linking makes the platform refuse all other callers.')
param isBehindStaticWebApp bool

var isElastic = startsWith(planSku, 'EP')
var bareHost = 'mcr.microsoft.com/azure-functions/node:4-node24'

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

var hostSettings = {
  AzureWebJobsStorage__accountName: storageAccountName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  FUNCTIONS_EXTENSION_VERSION: '~4'
  FUNCTIONS_WORKER_RUNTIME: 'custom'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  WEBSITES_ENABLE_APP_SERVICE_STORAGE: 'false'
  Access__Issuer: accessIssuer
  Access__Audience: accessAudience
  Access__Admins: accessAdmins
  FLOW_ALLOW_PRIVATE_NETWORK: 'false'
  FLOW_KEY_VAULT: vaultUri
  FLOW_KEY_VAULT__clientId: identityClientId
}

var schedulerSettings = empty(schedulerEndpoint)
  ? {}
  : {
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__type: 'azureManaged'
      AzureFunctionsJobHost__extensions__durableTask__storageProvider__connectionStringName: 'DURABLE_TASK_SCHEDULER_CONNECTION_STRING'
      AzureFunctionsJobHost__extensions__durableTask__hubName: taskHubName
      DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'
    }

var secretSettings = toObject(
  secretNames,
  secret => 'FLOW_SECRET__${secret}',
  secret => '@Microsoft.KeyVault(VaultName=${vaultName};SecretName=${replace(secret, '_', '-')})'
)

var accessRules = [
  for (address, index) in allowedAddresses: {
    name: 'allowed-${index}'
    action: 'Allow'
    priority: 100 + index
    ipAddress: address
  }
]

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: isElastic ? 'elastic' : 'linux'
  sku: {
    name: planSku
    tier: isElastic ? 'ElasticPremium' : (planSku == 'P0v3' ? 'Premium0V3' : 'PremiumV3')
  }
  properties: {
    reserved: true
    maximumElasticWorkerCount: isElastic ? maximumInstances : null
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux,container'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    reserved: true
    httpsOnly: true
    clientAffinityEnabled: false
    keyVaultReferenceIdentity: identityId
    siteConfig: {
      linuxFxVersion: 'DOCKER|${empty(image) ? bareHost : image}'
      acrUseManagedIdentityCreds: true
      // The client id: with a resource id the platform takes no identity at all.
      acrUserManagedIdentityID: identityClientId
      alwaysOn: !isElastic
      minimumElasticInstanceCount: isElastic ? 1 : null
      functionAppScaleLimit: isElastic ? maximumInstances : null
      healthCheckPath: empty(image) ? null : '/healthz'
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      remoteDebuggingEnabled: false
      ipSecurityRestrictionsDefaultAction: isBehindStaticWebApp ? 'Allow' : 'Deny'
      ipSecurityRestrictions: accessRules
      scmIpSecurityRestrictionsUseMain: true
    }
  }
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'appsettings'
  properties: union(hostSettings, schedulerSettings, secretSettings)
}

// Nobody deploys with a user name and a password.
resource noPublishingPasswords 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-04-01' = [
  for channel in ['ftp', 'scm']: {
    parent: app
    name: channel
    properties: { allow: false }
  }
]

output id string = app.id
output name string = app.name
output uri string = 'https://${app.properties.defaultHostName}'
