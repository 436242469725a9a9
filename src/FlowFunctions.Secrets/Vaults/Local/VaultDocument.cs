using System.Text.Json.Serialization;

namespace FlowFunctions.Secrets.Vaults.Local;

/// <summary>The file of a local vault.</summary>
/// <param name="Format">How it is written: 1.</param>
/// <param name="KeyId">Tells which key seals its rows, without telling the key.</param>
/// <param name="Rows">The secrets.</param>
internal sealed record VaultDocument(int Format, string KeyId, IReadOnlyList<VaultRow> Rows)
{
    /// <summary>The format that is written.</summary>
    public const int CurrentFormat = 1;
}

/// <summary>A sealed secret. Everything in the open is sealed with it, so that no row can be changed or take another's place.</summary>
/// <param name="Workspace">The tenant.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, from 1.</param>
/// <param name="CreatedAt">When its first version was written.</param>
/// <param name="UpdatedAt">When this one was written.</param>
/// <param name="DeletedAt">When it was deleted; null while it is there.</param>
internal sealed record VaultRow(
    string Workspace,
    string Environment,
    string Name,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? DeletedAt
)
{
    /// <summary>Nonce, encrypted value and tag.</summary>
    public byte[] Sealed { get; init; } = [];
}

/// <summary>How the file is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false,
    WriteIndented = true
)]
[JsonSerializable(typeof(VaultDocument))]
internal sealed partial class VaultJson : JsonSerializerContext;
