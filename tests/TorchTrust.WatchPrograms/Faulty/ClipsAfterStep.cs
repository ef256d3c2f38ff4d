namespace TorchTrust.WatchPrograms.Faulty;

/// <summary>Gradients are clipped once they have been used.</summary>
internal static class ClipsAfterStep
{
    public static void Run()
    {
        Sequential model = Digits.Model();
        using optim.Optimizer optimizer = optim.Adam(model.parameters(), lr: 1e-2);
        for (int epoch = 0; epoch < Digits.Epochs; epoch++)
        {
            foreach ((Tensor points, Tensor classes) in Digits.Shuffled(epoch))
            {
                optimizer.zero_grad();
                Tensor loss = F.cross_entropy(model.call(points), classes);
                loss.backward();
                optimizer.step();
                nn.utils.clip_grad_norm_(model.parameters(), 1e-3); // fault
            }

            Digits.Accuracy(model);
        }
    }
}
