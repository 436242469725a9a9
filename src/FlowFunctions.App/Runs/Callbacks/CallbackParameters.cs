namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>What a start may say about being called back.</summary>
internal readonly struct CallbackParameters
{
    /// <summary>Where the end of the run is sent.</summary>
    public string? Callback { get; init; }

    /// <summary>The name of the secret that it is signed with.</summary>
    public string? CallbackSecret { get; init; }
}
