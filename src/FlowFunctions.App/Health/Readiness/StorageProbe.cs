using FlowFunctions.Storage.Accounts;

namespace FlowFunctions.App.Health.Readiness;

/// <summary>Whether the storage account answers. Asked at most every two seconds, however often anybody wants to know.</summary>
internal sealed class StorageProbe(StorageAccount account, TimeProvider time)
{
    /// <summary>How long an answer holds, and how long is waited for one.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<HealthPart>? _answer;
    private DateTimeOffset _askedAt;

    /// <summary>Asks, or gives the answer that is still fresh.</summary>
    public Task<HealthPart> CheckAsync()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (_answer is null || (_answer.IsCompleted && now - _askedAt >= Limit))
            {
                _askedAt = now;
                _answer = AskAsync();
            }

            return _answer;
        }
    }

    private async Task<HealthPart> AskAsync()
    {
        const string Name = "storage";
        using var patience = new CancellationTokenSource(Limit, time);
        try
        {
            // A row that nobody writes: what every role that may run the app may read.
            var table = account.Tables.GetTableClient(StorageLayout.Flows);
            await table
                .GetEntityIfExistsAsync("readiness", "none", cancellationToken: patience.Token)
                .WaitAsync(patience.Token);
            return new(Name, Reason: null);
        }
        catch (OperationCanceledException)
        {
            return new(Name, $"The storage account did not answer within {Limit.TotalSeconds:0} seconds.");
        }
#pragma warning disable CA1031 // Whatever it is, the storage cannot be used now; the message goes to whoever watches over the app.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new(Name, $"The storage account cannot be used: {FirstLine(exception.Message)}");
        }
    }

    private static string FirstLine(string message) => message.Split('\n', 2)[0].Trim();
}
