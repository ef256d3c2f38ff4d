namespace TorchTrust.Checks;

/// <summary>The constants that decide, each with its derivation.</summary>
internal static class Thresholds
{
    /// <summary>
    /// In float64, a change of an output of more than this many times its own sensitivity to one unit in the last place is a
    /// fault. Rounding in another order moves an output by a few such units for each operation on the longest path; a
    /// million of them would take a network of a million layers, while a leak of one part in a thousand of a batch mean
    /// moves it by 1e-3 / 2⁻⁵² ≈ 4e12.
    /// </summary>
    public const double FaultInDouble = 1e6;

    /// <summary>Below this many units the change is rounding. Between the two, nothing is claimed.</summary>
    public const double RoundingInDouble = 1e3;

    /// <summary>
    /// The same in float32, where a leak of 1e-3 is only 1e-3 / 2⁻²³ ≈ 8e3 units: what is larger is a fault, what is
    /// smaller is decided in float64, or not at all.
    /// </summary>
    public const double FaultInSingle = 1e4;

    /// <summary>Below this many units the change is rounding, in float32.</summary>
    public const double RoundingInSingle = 1e2;

    /// <summary>
    /// A change of an output by less than this share of its largest value, when a parameter moves by its own size or ten
    /// times that, is rounding: ten times the size costs 10 units in the last place, and a reduction over 2¹⁰ elements
    /// as many again in the root of their number, 10 · 2⁵ · 2⁻²⁴ ≈ 2e-5. A parameter that matters moves an output by a
    /// share near one.
    /// </summary>
    public const double RoundingOfAnOutput = 1e-4;

    /// <summary>
    /// A gradient is wrong where it differs from a central difference in float64 by more than this share of the larger of the
    /// two: the difference itself errs by 1e-12 of the third derivative and 2e-10 of the value, so more than five orders are
    /// left for curvature and for a derivative that is small beside its value.
    /// </summary>
    public const double WrongDerivative = 1e-4;

    /// <summary>
    /// Within this share of the larger of the two they agree beyond chance: a gradient that is wrong by little lies as near
    /// along one direction in some hundreds, and between the two shares another direction is asked.
    /// </summary>
    public const double SurelyRightDerivative = 1e-6;

    /// <summary>
    /// And by more than this many times what differences of one, two and four steps lie apart: where a kink lies within a
    /// step, the error of the difference is of the size of that spread.
    /// </summary>
    public const double WrongDerivativeInSpreads = 100;

    /// <summary>
    /// A loss is lower, or other than it must be, by more than this share of what drawn predictions cost above the best one:
    /// what is declared as best or as a reference may be computed in float32, which errs by 2⁻²⁴ ≈ 6e-8 an operation, or stand
    /// for infinity, such as a logit of 50.
    /// </summary>
    public const double RoundingOfADeclaration = 1e-6;

    /// <summary>
    /// The value of a loss in float32 is wrong where it differs from that in float64 by more than this share of its own size
    /// and of what its arguments contribute: ten thousand units of 2⁻²³, which sums of ten thousand terms do not reach.
    /// </summary>
    public const double WrongInSingle = 1e4 / (1 << 23);
}
