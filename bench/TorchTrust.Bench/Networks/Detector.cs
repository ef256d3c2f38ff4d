using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchTrust.Bench.Networks;

/// <summary>
/// A detector of one stage as YOLO is: a backbone of four scales, a neck that goes up and down again, a head on each of three
/// scales. It is narrow, so that its cost is that of its many modules.
/// </summary>
internal sealed class Detector : Module<Tensor, (Tensor Fine, Tensor Middle, Tensor Coarse)>
{
    private const long Classes = 10;
    private readonly Sequential _stem = Sequential(
        new ConvBlock(3, 16, kernel: 3, stride: 2),
        new ConvBlock(16, 24, kernel: 3, stride: 2),
        new SplitStage(24, 24, depth: 1, shortcut: true));

    private readonly Sequential _fine = Sequential(
        new ConvBlock(24, 32, kernel: 3, stride: 2), new SplitStage(32, 32, depth: 2, shortcut: true));

    private readonly Sequential _middle = Sequential(
        new ConvBlock(32, 48, kernel: 3, stride: 2), new SplitStage(48, 48, depth: 2, shortcut: true));

    private readonly Sequential _coarse = Sequential(
        new ConvBlock(48, 64, kernel: 3, stride: 2), new SplitStage(64, 64, depth: 1, shortcut: true));

    private readonly Upsample _larger = Upsample(scale_factor: [2, 2], mode: UpsampleMode.Nearest);
    private readonly SplitStage _upMiddle = new(64 + 48, 48, depth: 1, shortcut: false);
    private readonly SplitStage _upFine = new(48 + 32, 32, depth: 1, shortcut: false);
    private readonly ConvBlock _smallerFine = new(32, 32, kernel: 3, stride: 2);
    private readonly SplitStage _downMiddle = new(32 + 48, 48, depth: 1, shortcut: false);
    private readonly ConvBlock _smallerMiddle = new(48, 48, kernel: 3, stride: 2);
    private readonly SplitStage _downCoarse = new(48 + 64, 64, depth: 1, shortcut: false);
    private readonly DetectionHead _headFine = new(32, Classes);
    private readonly DetectionHead _headMiddle = new(48, Classes);
    private readonly DetectionHead _headCoarse = new(64, Classes);

    public Detector()
        : base(nameof(Detector)) => RegisterComponents();

    /// <summary>Takes images <c>[N, 3, H, W]</c>, gives for each of three scales boxes and classes of each cell.</summary>
    public override (Tensor Fine, Tensor Middle, Tensor Coarse) forward(Tensor images)
    {
        Tensor fine = _fine.call(_stem.call(images));
        Tensor middle = _middle.call(fine);
        Tensor coarse = _coarse.call(middle);
        Tensor upMiddle = _upMiddle.call(cat([_larger.call(coarse), middle], dim: 1));
        Tensor upFine = _upFine.call(cat([_larger.call(upMiddle), fine], dim: 1));
        Tensor downMiddle = _downMiddle.call(cat([_smallerFine.call(upFine), upMiddle], dim: 1));
        Tensor downCoarse = _downCoarse.call(cat([_smallerMiddle.call(downMiddle), coarse], dim: 1));
        return (_headFine.call(upFine), _headMiddle.call(downMiddle), _headCoarse.call(downCoarse));
    }
}
