namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Who is to be told of a run's end; checked.</summary>
/// <param name="Url">Where the end is sent.</param>
/// <param name="Secret">The name of the secret that it is signed with.</param>
/// <param name="BaseAddress">What the addresses of runs begin with, as the caller knows this app.</param>
internal sealed record CallbackTarget(string Url, string Secret, string BaseAddress);
