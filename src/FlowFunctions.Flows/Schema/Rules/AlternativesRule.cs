using System.Text.Json;
using FlowFunctions.Flows.Schema.Compilation;

namespace FlowFunctions.Flows.Schema.Rules;

/// <summary><c>anyOf</c> and <c>oneOf</c> (Core 10.2.1.2 and 10.2.1.3).</summary>
internal sealed class AlternativesRule(string keyword, SchemaNode[] alternatives, bool onlyOne) : Rule
{
    private const int ShownAlternatives = 4;

    public static IEnumerable<Rule> Read(SchemaReader schema)
    {
        if (schema.Schemas("anyOf") is { } any)
            yield return new AlternativesRule("anyOf", any, onlyOne: false);
        if (schema.Schemas("oneOf") is { } one)
            yield return new AlternativesRule("oneOf", one, onlyOne: true);
    }

    public override bool Check(JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        int matches = 0;
        int certain = 0;
        foreach (var alternative in alternatives)
        {
            int assumptions = run.Assumptions;
            if (!Matches(alternative, value, run, seen))
                continue;
            matches++;
            certain += run.Assumptions == assumptions ? 1 : 0;
            // Every alternative that holds counts as having evaluated its part, so with a set none is skipped.
            if (onlyOne ? certain > 1 : seen is null)
                break;
        }
        if (matches == 0)
            return Explain(value, run);
        return !onlyOne
            || certain <= 1
            || run.Fail(keyword, "fits more than one of the forms that exclude one another");
    }

    private static bool Matches(SchemaNode alternative, JsonElement value, Evaluation run, EvaluatedSet? seen)
    {
        if (seen is null)
            return run.Try(alternative, value, null);
        var own = run.Rent();
        bool valid = run.Try(alternative, value, own);
        if (valid)
            seen.UnionWith(own);
        run.Return(own);
        return valid;
    }

    /// <summary>Says what is wrong with the one form that was meant, when that can be told; else what the forms are.</summary>
    private bool Explain(JsonElement value, Evaluation run)
    {
        if (!run.Continues)
            return false;
        var found = alternatives.Select(alternative => run.Explain(alternative, value)).ToArray();
        string here = run.Pointer();
        var meant = found.Where(problems => !problems.Exists(problem => TellsApart(problem, here))).ToArray();
        if (found.Length == 1 || meant.Length == 1)
            run.Report(meant.Length == 1 ? meant[0] : found[0]);
        else
            run.Fail(keyword, Summary(found, here));
        return false;
    }

    /// <summary>A wrong type, or a wrong constant here or one level down, means that another form was meant.</summary>
    private static bool TellsApart(SchemaProblem problem, string here) =>
        problem.Keyword switch
        {
            "type" or "false" => problem.Pointer == here,
            "const" or "enum" => problem.Pointer.LastIndexOf('/') <= here.Length,
            _ => false,
        };

    private static string Summary(List<SchemaProblem>[] found, string here)
    {
        var reasons = found
            .Where(problems => problems.Count > 0)
            .Select(problems => $"{problems[0].Pointer[here.Length..]} {problems[0].Message}".TrimStart())
            .Distinct()
            .ToArray();
        string more = reasons.Length > ShownAlternatives ? ", or …" : "";
        return $"fits none of the {found.Length} allowed forms: "
            + string.Join(", or ", reasons.Take(ShownAlternatives))
            + more;
    }
}
