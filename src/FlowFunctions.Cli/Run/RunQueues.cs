using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Queues;

namespace FlowFunctions.Cli.Run;

/// <summary>Where the <c>queue.send</c> steps of a run send to: the storage account that the app would use.</summary>
internal static class RunQueues
{
    private const string Setting = "AzureWebJobsStorage";

    /// <summary>The account of the environment; null without one. Nothing is sent yet.</summary>
    /// <exception cref="InvalidUseException">The setting is no connection string.</exception>
    public static QueueSender? Of(Func<string, string?> variable)
    {
        try
        {
            return variable(Setting) is { Length: > 0 } text
                ? new QueueSender(StorageAccount.Connect(text), TimeProvider.System)
                : null;
        }
        catch (FormatException exception)
        {
            throw new InvalidUseException(
                $"The environment variable {Setting} is no connection string: {exception.Message}"
            );
        }
    }
}
