using System.Diagnostics.CodeAnalysis;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Steps.Catalog;

namespace FlowFunctions.App.Tests.Files;

/// <summary>The product's types, of which <c>transform</c> names a file in its <c>value</c>.</summary>
internal sealed class FilesCatalog(StepTypes types) : IStepCatalog
{
    public IReadOnlyList<StepTypeDescriptor> Types => [.. types.Types.Select(WithFiles)];

    public bool TryFind(string type, [NotNullWhen(true)] out StepTypeDescriptor? descriptor)
    {
        descriptor = types.TryFind(type, out var found) ? WithFiles(found) : null;
        return descriptor is not null;
    }

    private static StepTypeDescriptor WithFiles(StepTypeDescriptor type) =>
        type.Id == "transform" ? type with { FileInputs = ["value"] } : type;
}
