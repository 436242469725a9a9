using FlowFunctions.Expressions.Evaluation;
using FlowFunctions.Expressions.Values;

namespace FlowFunctions.Expressions.Library;

/// <summary>
/// Array.prototype.sort (ECMA-262 §23.1.3.30): stable, by UTF-16 text unless a function says otherwise, undefined last.
/// Runs are found and filled up as V8 does it, so that lists of up to 63 items come out the same even where a function
/// contradicts itself, as <c>(a, b) =&gt; a - b</c> does of what is no number.
/// </summary>
internal static class Sorting
{
    private const int LongestSingleRun = 63;

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

        bool Precedes(int first, int second)
        {
            run.Step();
            return keys is null
                ? Coerce.ToNumber(run, compare!.Call(run, [defined[first], defined[second]])) < 0
                : string.CompareOrdinal(keys[first], keys[second]) < 0;
        }
    }

    private static void MergeSort(Span<int> order, Span<int> spare, Func<int, int, bool> precedes)
    {
        if (order.Length <= LongestSingleRun)
        {
            InsertionSort(order, FindRun(order, precedes), precedes);
            return;
        }
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

    /// <summary>The length of the ordered run at the start; a descending one is turned round.</summary>
    private static int FindRun(Span<int> order, Func<int, int, bool> precedes)
    {
        if (order.Length < 2)
            return order.Length;
        var descends = precedes(order[1], order[0]);
        var length = 2;
        while (length < order.Length && precedes(order[length], order[length - 1]) == descends)
            length++;
        if (descends)
            order[..length].Reverse();
        return length;
    }

    /// <summary>Puts each item after the ordered ones in its place, which halving finds.</summary>
    private static void InsertionSort(Span<int> order, int ordered, Func<int, int, bool> precedes)
    {
        for (var i = ordered; i < order.Length; i++)
        {
            var item = order[i];
            var (low, high) = (0, i);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (precedes(item, order[middle]))
                    high = middle;
                else
                    low = middle + 1;
            }
            order[low..i].CopyTo(order[(low + 1)..]);
            order[low] = item;
        }
    }
}
