using Azure;
using Azure.Identity;
using FlowFunctions.App.Hosting;

namespace FlowFunctions.App.Local;

/// <summary>Makes the storage account ready, within a time that a person waits.</summary>
internal static class StorageStart
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Creates tables and containers.</summary>
    /// <exception cref="StartException">The account cannot be reached or does not let this app in.</exception>
    public static async Task PrepareAsync(StorageConnection storage, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            await storage.PrepareAsync(limit.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new StartException(
                $"The storage account {storage.Name} did not answer within {Limit.TotalSeconds:0} s. {CheckNetwork}",
                exception
            );
        }
        catch (Exception exception) when (Explain(storage, exception) is { } message)
        {
            throw new StartException(message, exception);
        }
    }

    private static string CheckNetwork => "Check AzureWebJobsStorage, the network and the account's firewall.";

    private static string? Explain(StorageConnection storage, Exception exception) =>
        exception switch
        {
            RequestFailedException { Status: 401 or 403 } refused =>
                $"The storage account {storage.Name} does not let this app in ({refused.ErrorCode}). Check the key in AzureWebJobsStorage, "
                    + "or the identity's roles: Storage Blob, Queue and Table Data Contributor.",
            RequestFailedException { Status: > 0 } refused =>
                $"The storage account {storage.Name} refuses what the app needs ({refused.Status} {refused.ErrorCode}). {CheckNetwork}",
            AuthenticationFailedException failed =>
                $"No identity for the storage account {storage.Name}: {FirstLine(failed.Message)} Sign in with 'az login', or set "
                    + "AzureWebJobsStorage to a connection string.",
            RequestFailedException or AggregateException or HttpRequestException =>
                $"The storage account {storage.Name} cannot be reached: {Innermost(exception)}. {CheckNetwork}",
            _ => null,
        };

    private static string Innermost(Exception exception)
    {
        var at = exception;
        while (at.InnerException is { } inner)
        {
            at = inner;
        }

        return FirstLine(at.Message).TrimEnd('.');
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
