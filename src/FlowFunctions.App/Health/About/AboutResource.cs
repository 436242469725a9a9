using System.Text.Json.Serialization;
using FlowFunctions.App.Health.Readiness;

namespace FlowFunctions.App.Health.About;

/// <summary>What an installation is made of, for whoever uses it; it holds no value of a setting that could be a secret.</summary>
/// <param name="Version">The app's version.</param>
/// <param name="Engine"><c>embedded</c>, <c>durableTask</c>, or <c>durableFunctions</c> under an Azure Functions host.</param>
/// <param name="Storage">The name of the storage account.</param>
/// <param name="Emulator">Whether that is an emulator.</param>
/// <param name="Workspace">The workspace that the caller works in.</param>
/// <param name="Environment">The environment whose secrets steps get.</param>
/// <param name="Secrets">Where secrets are written to: <c>local</c>, <c>keyVault</c>, or <c>none</c> when they can only be settings.</param>
/// <param name="Scripts">What keeps scripts apart: <c>bubblewrap</c>, <c>sessionPool</c>, or <c>none</c>.</param>
/// <param name="PrivateNetwork">Whether steps may reach loopback and private addresses.</param>
/// <param name="Env">The names that expressions see under <c>env</c>.</param>
/// <param name="Limits">Numbers that work is kept within.</param>
/// <param name="Health">Whether it can take work, and what it lacks.</param>
internal sealed record AboutResource(
    string Version,
    string Engine,
    string Storage,
    bool Emulator,
    string Workspace,
    string Environment,
    string Secrets,
    string Scripts,
    bool PrivateNetwork,
    IReadOnlyList<string> Env,
    IReadOnlyList<AboutLimit> Limits,
    HealthReport Health
);

/// <summary>A number that work is kept within.</summary>
/// <param name="What">What has at most so many.</param>
/// <param name="Most">How many.</param>
/// <param name="Unit"><c>bytes</c>; nothing for a count.</param>
/// <param name="Setting">The setting that changes it, if one does.</param>
internal sealed record AboutLimit(string What, long Most, string? Unit = null, string? Setting = null);

/// <summary>The installation on the wire.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(AboutResource))]
internal sealed partial class AboutJson : JsonSerializerContext;
