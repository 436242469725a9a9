using System.Diagnostics.CodeAnalysis;

namespace FlowFunctions.Flows.Catalog;

/// <summary>What the compiler must know of step types. The compiler knows none by itself.</summary>
public interface IStepCatalog
{
    /// <summary>All step types, ordered by category and id.</summary>
    IReadOnlyList<StepTypeDescriptor> Types { get; }

    /// <summary>Finds a step type by its id.</summary>
    /// <param name="type">The id as written in a flow, for example <c>http</c>.</param>
    /// <param name="descriptor">The type found.</param>
    /// <returns>Whether there is such a type.</returns>
    bool TryFind(string type, [NotNullWhen(true)] out StepTypeDescriptor? descriptor);
}
