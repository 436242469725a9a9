using Azure;

namespace FlowFunctions.Storage.Accounts;

/// <summary>Creates what may be under deletion: its name is free again only when the service has finished, which takes some 30 s.</summary>
internal static class Creation
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <exception cref="RequestFailedException">The service refused, or the deletion takes longer than a minute.</exception>
    public static async Task InsistAsync(Func<Task> create, TimeProvider time, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            try
            {
                await create();
                return;
            }
            catch (RequestFailedException exception)
                when (exception.ErrorCode is "TableBeingDeleted" or "ContainerBeingDeleted"
                    && time.GetElapsedTime(start) < Limit
                )
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}
