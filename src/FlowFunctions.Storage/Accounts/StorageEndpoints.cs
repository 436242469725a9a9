namespace FlowFunctions.Storage.Accounts;

/// <summary>The addresses of an account's services, for example <c>https://name.blob.core.windows.net</c>. A bearer token needs HTTPS.</summary>
/// <param name="Blobs">The Blob service.</param>
/// <param name="Queues">The Queue service.</param>
/// <param name="Tables">The Table service.</param>
public sealed record StorageEndpoints(Uri Blobs, Uri Queues, Uri Tables);
