-- Of the thigh against the pelvis, one standard deviation, degrees; only where the pelvis was measured. The extension itself is below + pelvis.
ALTER TABLE reading_result ADD COLUMN hip_uncertainty DOUBLE PRECISION;
