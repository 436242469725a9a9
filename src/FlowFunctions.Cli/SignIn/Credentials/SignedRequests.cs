using System.Net;
using System.Net.Http.Headers;

namespace FlowFunctions.Cli.SignIn.Credentials;

/// <summary>Says with each request who calls and in which workspace; what is refused is sent once more with a renewed token.</summary>
/// <param name="server">Who may see it: nobody else does.</param>
/// <param name="credential">Who calls; null for nobody.</param>
/// <param name="workspace">The workspace; null for the server's choice.</param>
internal sealed class SignedRequests(Uri server, ICredential? credential, string? workspace) : DelegatingHandler
{
    private const string WorkspaceHeader = "X-Workspace";

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        if (!IsOfServer(request.RequestUri!))
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (workspace is not null)
        {
            request.Headers.TryAddWithoutValidation(WorkspaceHeader, workspace);
        }

        var token = credential is null ? null : await credential.GetAsync(cancellationToken);
        var response = await SendAsync(request, token, cancellationToken);
        if (response.StatusCode != HttpStatusCode.Unauthorized || credential is null)
        {
            return response;
        }

        if (await credential.RenewAsync(token, cancellationToken) is not { } next)
        {
            return response;
        }

        response.Dispose();
        return await SendAsync(request, next, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request,
        string? token,
        CancellationToken cancellationToken
    )
    {
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return base.SendAsync(request, cancellationToken);
    }

    private bool IsOfServer(Uri address) =>
        Uri.Compare(
            address,
            server,
            UriComponents.SchemeAndServer,
            UriFormat.UriEscaped,
            StringComparison.OrdinalIgnoreCase
        ) == 0;
}
