using System.Net.Http.Headers;
using FlowFunctions.App.Hosting;
using FlowFunctions.Steps.Http;
using FlowFunctions.Steps.Secrets;
using FlowFunctions.Storage.Callbacks;

namespace FlowFunctions.App.Runs.Callbacks;

/// <summary>Sends a run's end once.</summary>
internal sealed class CallbackSender(ISecretSource secrets, AppSettings settings, CallbackSettings own) : IDisposable
{
    private readonly HttpConnections _connections = new(
        new HttpStepOptions { AllowPrivateNetwork = settings.AllowPrivateNetwork, TimeProvider = settings.TimeProvider }
    );

    /// <summary>Sends it; whatever fails is in the answer.</summary>
    public async Task<CallbackAnswer> SendAsync(RunCallback callback, byte[] body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(own.Timeout, settings.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = await RequestAsync(callback, body, either.Token);
            using var response = await _connections.SendAsync(request, verify: true, either.Token);
            return CallbackAnswer.Of(response, settings.TimeProvider.GetUtcNow());
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return new($"It did not answer within {own.Timeout.TotalSeconds:0.#} s.");
        }
        catch (HttpRequestException exception)
        {
            return new($"It cannot be reached: {(exception.InnerException ?? exception).Message}");
        }
        catch (Exception exception)
            when (exception is FormatException or SecretUnavailableException or AddressRefusedException)
        {
            return new(exception.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _connections.Dispose();

    private async ValueTask<HttpRequestMessage> RequestAsync(
        RunCallback callback,
        byte[] body,
        CancellationToken cancellationToken
    )
    {
        var secret =
            await secrets.FindAsync(callback.Workspace, callback.Secret, cancellationToken)
            ?? throw new FormatException(
                $"The secret '{callback.Secret}' that signs it is not there any more. Add it again: it is tried again then."
            );
        var request = new HttpRequestMessage(HttpMethod.Post, callback.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("FlowFunctions", productVersion: null));
        var key = CallbackSignature.KeyOf(secret);
        CallbackSignature.Sign(request, key, callback.RunId, settings.TimeProvider.GetUtcNow(), body);
        return request;
    }
}
