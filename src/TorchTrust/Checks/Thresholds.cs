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
}
