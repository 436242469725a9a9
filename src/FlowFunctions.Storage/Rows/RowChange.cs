using FlowFunctions.Storage.Tables;

namespace FlowFunctions.Storage.Rows;

/// <summary>A row to be written over what is there, or to be deleted.</summary>
/// <param name="Table">Its table.</param>
/// <param name="Row">The row; of one to be deleted its keys.</param>
/// <param name="IsDeletion">Whether it is to be deleted.</param>
/// <param name="Owner">The caller's number for what the row belongs to.</param>
/// <param name="Bytes">About how long its request is.</param>
internal readonly record struct RowChange(TableClient Table, TableEntity Row, bool IsDeletion, int Owner, int Bytes);

/// <summary>A row that could not be changed.</summary>
/// <param name="Owner">See <see cref="RowChange.Owner"/>.</param>
/// <param name="Exception">Why.</param>
internal readonly record struct RowFailure(int Owner, Exception Exception);
