using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace FlowFunctions.Secrets.Tests.Vaults.KeyVault;

/// <summary>The secrets of the server, by their names in the vault, whose case does not count.</summary>
/// <param name="address">The vault's.</param>
internal sealed class VaultContents(Uri address)
{
    /// <summary>As many as the service gives on a page.</summary>
    private const int PageSize = 25;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, JsonObject> _present = new(StringComparer.OrdinalIgnoreCase);
    private readonly SortedDictionary<string, JsonObject> _deleted = new(StringComparer.OrdinalIgnoreCase);
    private int _versions;

    /// <summary>How often a recovered secret is not there yet when it is asked for.</summary>
    public int RecoveryTakes { get; set; }

    /// <summary>The names in use.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
            {
                return [.. _present.Keys];
            }
        }
    }

    /// <summary>Changes a secret past the app.</summary>
    public void Change(string name, Action<JsonObject> change)
    {
        lock (_gate)
        {
            change(_present[name]);
        }
    }

    public async Task AnswerAsync(VaultRequest request, HttpResponse response)
    {
        var (status, body) = Answer(request);
        response.StatusCode = status;
        response.ContentType = "application/json";
        await response.WriteAsync(body.ToJsonString());
    }

    public static async Task WriteErrorAsync(HttpResponse response, string code)
    {
        response.ContentType = "application/json";
        await response.WriteAsync(Error(code).ToJsonString());
    }

    private (int Status, JsonObject Body) Answer(VaultRequest request)
    {
        lock (_gate)
        {
            var parts = request.Path.Trim('/').Split('/');
            return (request.Method, parts) switch
            {
                _ when request.Query["api-version"].Count != 1 => (400, Error("BadParameter")),
                ("GET", ["secrets"]) => (200, Page(_present, request)),
                ("GET", ["deletedsecrets"]) => (200, Page(_deleted, request)),
                ("GET", ["secrets", var name]) => Get(name),
                ("PUT", ["secrets", var name]) => Put(name, request.Body),
                ("DELETE", ["secrets", var name]) => Delete(name),
                ("GET", ["deletedsecrets", var name]) when _deleted.TryGetValue(name, out var found) => (
                    200,
                    Copy(found)
                ),
                ("POST", ["deletedsecrets", var name, "recover"]) => Recover(name),
                _ => (404, Error("SecretNotFound")),
            };
        }
    }

    private (int Status, JsonObject Body) Get(string name)
    {
        if (!_present.TryGetValue(name, out var found) || RecoveryTakes-- > 0)
        {
            return (404, Error("SecretNotFound"));
        }

        return found["attributes"]!["enabled"]!.GetValue<bool>()
            ? (200, Copy(found))
            : (403, Error("Forbidden", "SecretDisabled"));
    }

    private (int Status, JsonObject Body) Put(string name, string body)
    {
        if (_deleted.ContainsKey(name))
        {
            return (409, Error("Conflict", "ObjectIsDeletedButRecoverable"));
        }

        var secret = JsonNode.Parse(body)!.AsObject();
        var version = (++_versions).ToString("x32", CultureInfo.InvariantCulture);
        secret["id"] = $"{address}secrets/{name}/{version}";
        secret["attributes"] = new JsonObject
        {
            ["enabled"] = true,
            ["created"] = 1_700_000_000 + _versions,
            ["updated"] = 1_700_000_000 + _versions,
        };
        _present[name] = secret;
        return (200, Copy(secret));
    }

    private (int Status, JsonObject Body) Delete(string name)
    {
        if (!_present.Remove(name, out var secret))
        {
            return (404, Error("SecretNotFound"));
        }

        secret["recoveryId"] = $"{address}deletedsecrets/{name}";
        secret["deletedDate"] = 1_710_000_000;
        secret["scheduledPurgeDate"] = 1_717_776_000;
        _deleted[name] = secret;
        return (200, Copy(secret, without: "value"));
    }

    private (int Status, JsonObject Body) Recover(string name)
    {
        if (!_deleted.Remove(name, out var secret))
        {
            return (404, Error("SecretNotFound"));
        }

        _present[name] = secret;
        return (200, Copy(secret, without: "value"));
    }

    private JsonObject Page(SortedDictionary<string, JsonObject> all, VaultRequest request)
    {
        var skip = int.TryParse(request.Query["$skiptoken"], out var given) ? given : 0;
        var items = all.Skip(skip).Take(PageSize).Select(pair => Item(pair.Key, pair.Value));
        var page = new JsonObject { ["value"] = new JsonArray([.. items]) };
        if (all.Count > skip + PageSize)
        {
            var kind = request.Path.Trim('/');
            page["nextLink"] =
                $"{address}{kind}?api-version={request.Query["api-version"]}&$skiptoken={skip + PageSize}";
        }

        return page;
    }

    /// <summary>Lists tell neither value nor version.</summary>
    private JsonObject Item(string name, JsonObject secret)
    {
        var item = Copy(secret, without: "value");
        item["id"] = $"{address}secrets/{name}";
        return item;
    }

    private static JsonObject Copy(JsonObject secret, string without = "")
    {
        var copy = secret.DeepClone().AsObject();
        copy.Remove(without);
        return copy;
    }

    private static JsonObject Error(string code, string? inner = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = $"The vault says {code}." };
        if (inner is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = inner };
        }

        return new JsonObject { ["error"] = error };
    }
}
