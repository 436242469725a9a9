namespace FlowFunctions.App.Limits.Runs;

/// <summary>Tells which runs are open, where this process does not see each of them begin and end itself.</summary>
internal interface IOpenRunIds
{
    /// <summary>The open runs of a workspace that no run has called.</summary>
    Task<IReadOnlyCollection<string>> ListAsync(string workspace, CancellationToken cancellationToken);
}
