using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Secrets.Tests.Vaults.KeyVault;

/// <summary>A request as the server got it.</summary>
internal sealed record VaultRequest(string Method, string Path, IQueryCollection Query, string? Token, string Body)
{
    private const string Scheme = "Bearer ";

    public static async Task<VaultRequest> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        var authorization = request.Headers.Authorization.ToString();
        return new(
            request.Method,
            request.Path,
            request.Query,
            authorization.StartsWith(Scheme, StringComparison.Ordinal) ? authorization[Scheme.Length..] : null,
            await reader.ReadToEndAsync()
        );
    }
}
