using System.Text.Json;

namespace FlowFunctions.Engine.DurableTask.Clients.Management;

/// <summary>Sends one request to the management API and reads its answer.</summary>
/// <param name="binding">Where the API is; null while that is not known.</param>
internal sealed class ManagementTransport(Func<DurableClientBinding?> binding) : IDisposable
{
    // The host is on this machine or at the app's own address: no proxy, and nothing that it would redirect to. The time limit is an attempt's.
    private readonly HttpClient _http = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        },
        disposeHandler: true
    )
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Sends a request.</summary>
    /// <param name="request">Makes the request.</param>
    /// <param name="read">Reads the answer, whose body has not been read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TaskHubUnavailableException">It is not known where the API is.</exception>
    /// <exception cref="Attempts.AttemptFailedException">No answer came, or not the expected one.</exception>
    public async ValueTask<T> ExchangeAsync<T>(
        Func<ManagementRoutes, HttpRequestMessage> request,
        Func<ManagementAnswer, CancellationToken, ValueTask<T>> read,
        CancellationToken cancellationToken
    )
    {
        var target =
            binding()
            ?? throw new TaskHubUnavailableException(
                "The Functions host has not told yet where its Durable Functions extension answers; the first invocation with a durableClient binding does."
            );
        using var message = request(new(target));
        try
        {
            using var answer = await _http.SendAsync(
                message,
                HttpCompletionOption.ResponseHeadersRead,
                cancellationToken
            );
            return await read(new(answer, target), cancellationToken);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw ManagementRefusal.Of(broken, target);
        }
        catch (JsonException)
        {
            throw ManagementRefusal.NotUnderstood(target);
        }
    }

    public void Dispose() => _http.Dispose();
}
