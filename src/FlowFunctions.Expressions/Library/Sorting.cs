using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>
/// Array.prototype.sort (ECMA-262 §23.1.3.30): stable, by UTF-16 text unless a function says otherwise, undefined
/// last. A merge sort, because it survives comparers that contradict themselves and Array.Sort need not.
/// </summary>
internal static class Sorting
{
    public static Value[] Sort(EvaluationRun run, Value[] items, FunctionValue? compare)
    {
        var defined = Array.FindAll(items, item => !item.IsUndefined);
        run.ChargeItems(items.Length * 2L);
        var keys = compare is null ? Array.ConvertAll(defined, item => Coerce.ToText(run, item)) : null;
        var order = new int[defined.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        MergeSort(order, new int[order.Length], Precedes);
        var sorted = new Value[items.Length];
        for (var i = 0; i < order.Length; i++)
            sorted[i] = defined[order[i]];
        return sorted;

        bool Precedes(int later, int earlier)
        {
            run.Step();
            return keys is null
                ? Coerce.ToNumber(run, compare!.Call(run, [defined[later], defined[earlier]])) < 0
                : string.CompareOrdinal(keys[later], keys[earlier]) < 0;
        }
    }

    private static void MergeSort(Span<int> order, Span<int> spare, Func<int, int, bool> precedes)
    {
        if (order.Length < 2)
            return;
        var middle = order.Length / 2;
        MergeSort(order[..middle], spare[..middle], precedes);
        MergeSort(order[middle..], spare[middle..], precedes);
        order.CopyTo(spare);
        var (left, right) = (0, middle);
        for (var i = 0; i < order.Length; i++)
        {
            var takeRight = left >= middle || (right < order.Length && precedes(spare[right], spare[left]));
            order[i] = takeRight ? spare[right++] : spare[left++];
        }
    }
}
