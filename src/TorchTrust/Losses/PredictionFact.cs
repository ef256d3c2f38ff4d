namespace TorchTrust.Losses;

/// <summary>What a network gives in one argument of a loss, and where that may lie.</summary>
/// <param name="Argument">The argument, counted from 0.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Minimum">The least value that is allowed; negative infinity where there is none.</param>
/// <param name="Maximum">The greatest value that is allowed; infinity where there is none.</param>
/// <param name="ClassDimension">The dimension of classes; null where there is none.</param>
internal sealed record PredictionFact(int Argument, PredictionKind Kind, double Minimum, double Maximum, int? ClassDimension)
{
    /// <summary>Whether the values sum to 1 along the dimension of classes.</summary>
    public bool SumsToOne => Kind == PredictionKind.Probabilities && ClassDimension is not null;
}
